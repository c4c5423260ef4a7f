"""Rasa's custom actions: read the slots, ask a service, reply. Flat, since rasa-sdk imports the files by name."""
