"""Live calls: sound in, sound out, between a line (page, AudioSocket, SIP) and the dialogue."""
