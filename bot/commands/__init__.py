"""The verbs of the `hotline` command."""
