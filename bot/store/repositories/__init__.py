"""The repositories that services ask for, over one connection."""
