"""Use cases of the FAQ studio."""
