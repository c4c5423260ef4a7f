"""The FAQ studio: what editors change of the knowledge base, and what has to hold before callers hear it."""
