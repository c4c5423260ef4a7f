"""Work orders for agents and supervisors; the parts of a page that the departments' pages use, too."""
