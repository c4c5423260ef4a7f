"""A SIP endpoint that answers calls: enough of RFC 3261 and its companions to stand behind an exchange."""
