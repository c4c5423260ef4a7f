"""The citizen's page and what it talks to."""
