"""Who owns a conversation, who waits, who takes them, and who is called back."""
