"""The studio's machinery: learning, trying, going live."""
