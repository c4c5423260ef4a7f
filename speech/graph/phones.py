"""Kaldi's phones: two blanks, then every acoustic unit at the four places that it can have in a word.

All four share one network output (pdf); libvosk finds where words begin and end by the phones alone.
"""

from speech.graph.lexicon import Pronunciation
from speech.graph.units import UNITS

BETWEEN_WORDS = 1  # the blank (silence) outside words
INSIDE_WORD = 2  # the same network output within a word
BEGIN, END, INTERNAL, SINGLE = range(4)

_FIRST = 3  # phone of the first unit
_PLACES = ("begin", "end", "internal", "singleton")  # in the order of the numbers above
_INDEX = {unit: at for at, unit in enumerate(UNITS)}


def phone(unit: str, place: int) -> int:
    """Return the phone of `unit` at BEGIN, END, INTERNAL of a word, or as a word's SINGLE unit."""
    return _FIRST + len(_PLACES) * _INDEX[unit] + place


def phones(pronunciation: Pronunciation) -> tuple[int, ...]:
    """Return the phones of a whole word."""
    if len(pronunciation) == 1:
        return (phone(pronunciation[0], SINGLE),)
    first, *middle, last = pronunciation
    return (phone(first, BEGIN), *(phone(unit, INTERNAL) for unit in middle), phone(last, END))


def pdfs() -> list[int]:
    """Return the network output of every phone, phone 1 first; output 0 is the blank."""
    return [0, 0, *(at + 1 for at in range(len(UNITS)) for _ in _PLACES)]


def enter(phone_number: int) -> int:
    """Return the transition id that a phone begins with (Kaldi counts its self-loop first)."""
    return 2 * phone_number


def stay(phone_number: int) -> int:
    """Return the transition id of a phone's self-loop."""
    return 2 * phone_number - 1


def word_boundaries() -> str:
    """Return Kaldi's `word_boundary.int`; a wrong one ends the process that loads the model."""
    units = (f"{phone(unit, place)} {name}" for unit in UNITS for place, name in enumerate(_PLACES))
    return "\n".join([f"{BETWEEN_WORDS} nonword", f"{INSIDE_WORD} internal", *units, ""])
