"""The caller's keypad: a number that is being pressed, choices, and keys pressed by mistake."""

from typing import ClassVar, Final

from bot.business.calls.keys import Pressed, meaning
from bot.business.calls.turn_taking import Expects

_ONE_MISTAKE_S: Final = 2.0  # wrong keys closer together count once: somebody leans on the keypad


class Digits:
    """Collects keys until # or a pause; a caller who leans on a key fills no memory."""

    PATIENCE_S: ClassVar = 3.0  # after a key; then the number counts as finished
    MOST: ClassVar = 20  # no number that people press is longer than an identity card's 18

    def __init__(self) -> None:
        self._keys = ""

    def add(self, key: str) -> None:
        """Add one digit; those over MOST are dropped."""
        self._keys = (self._keys + key)[: self.MOST]

    def take(self) -> str:
        """Return what was pressed and begin anew."""
        keys, self._keys = self._keys, ""
        return keys


class Keypad:
    """Knows what keys mean just now. `choices`: what keys 1, 2, … say in the caller's place."""

    def __init__(self) -> None:
        self.digits = Digits()
        self.choices: tuple[str, ...] = ()
        self._mistaken_at = float("-inf")

    def offer(self, options: int) -> None:
        """Take the keys from 1 to `options` as themselves; 0: there is nothing to choose."""
        self.choices = tuple(str(number + 1) for number in range(options))

    def means(self, key: str, expects: Expects, collecting: bool) -> tuple[Pressed, str]:
        """Return what `key` does where `expects` was asked for. `collecting`: a number is already being pressed."""
        dictates = collecting or (expects is Expects.NUMBER and not self.choices)
        return meaning(key, dictates, self.choices)

    def number(self) -> tuple[Pressed, str]:
        """End the number and return what it does: a lone 0 calls a person."""
        pressed = self.digits.take()
        if pressed == "0":
            return Pressed.PERSON, ""
        return (Pressed.SAYS if pressed else Pressed.ENOUGH), pressed

    def mistaken(self, now: float) -> bool:
        """Note a wrong key and return whether it counts as a mistake of its own."""
        before, self._mistaken_at = self._mistaken_at, now
        return now - before >= _ONE_MISTAKE_S
