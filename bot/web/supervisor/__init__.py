"""What supervisors see: what goes on now, orders at risk, the numbers of a period."""
