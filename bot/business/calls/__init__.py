"""A spoken call: who speaks when, what silence and keys mean, when a person takes over. No sound, no clock, no network."""
