"""Trains the small test model on synthetic speech; the only code that needs torch, in an environment of its own."""
