"""Use cases of work orders: the staff's, the citizen's, and their files."""
