"""A believable day of a city that doesn't exist, lived through the real services with a clock that is moved."""
