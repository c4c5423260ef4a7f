"""The rules, in plain Python: standard library only."""
