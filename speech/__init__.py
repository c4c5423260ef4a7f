"""Ears and mouth: sound to text and text to sound, knowing nothing of the hotline."""
