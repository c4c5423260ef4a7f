"""What a pressed key means, given what was asked."""

from collections.abc import Sequence
from enum import Enum


class Pressed(Enum):
    """What a key does."""

    PERSON = "person"
    SAYS = "says"  # words in the caller's place
    ENOUGH = "enough"  # of what is being said
    DIGIT = "digit"
    NUMBER_ENDS = "number_ends"
    NUMBER_ANEW = "number_anew"
    WRONG = "wrong"


def meaning(key: str, dictates: bool, choices: Sequence[str]) -> tuple[Pressed, str]:
    """Return what `key` (0 to 9, *, #) does, and the words or the digit that it stands for.

    `dictates`: a number is being asked for, and all digits belong to it; `choices`: what keys 1, 2, … say.
    """
    if dictates:
        ends = {"#": Pressed.NUMBER_ENDS, "*": Pressed.NUMBER_ANEW}
        return ends.get(key, Pressed.DIGIT), key
    if key == "0":
        return Pressed.PERSON, ""
    if key.isdigit() and int(key) <= len(choices):
        return Pressed.SAYS, choices[int(key) - 1]
    if key == "*":
        return Pressed.SAYS, "再说一遍"
    return (Pressed.ENOUGH if key == "#" else Pressed.WRONG), ""
