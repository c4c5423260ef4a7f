"""Who waits for a person, who is there, and who takes whom."""
