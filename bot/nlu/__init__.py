"""Rasa graph components and the FAQ importer: the only code that imports rasa, run on Python 3.10."""
