"""The staff's page and what it talks to."""
