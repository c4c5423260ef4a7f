"""A number that is being pressed."""

from typing import ClassVar


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
