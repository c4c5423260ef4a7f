"""Work orders: what a citizen asks the city to settle, and the way that takes."""
