"""What publishing costs, and what callers notice of it."""
