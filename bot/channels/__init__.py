"""How telephone calls reach us: AudioSocket from Asterisk, SIP."""
