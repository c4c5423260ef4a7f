"""What the README and the closing notes quote, measured on the running product."""
