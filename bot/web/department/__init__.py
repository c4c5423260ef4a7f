"""Work orders of one unit, for its own people."""
