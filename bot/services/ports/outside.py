"""What services need of files, of the dialogue engine and of cryptography."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol


class DialogueRecord(Protocol):
    """What the dialogue engine remembers of running talks."""

    def purge(self, before: datetime) -> int:
        """Delete all of each talk in which nothing has happened since `before`; return how many talks."""
        ...


class RecordingFiles(Protocol):
    """The sound files of calls."""

    def delete(self, names: Iterable[str]) -> int:
        """Delete files, those that are gone already aside; return how many."""
        ...

    def delete_older(self, before: datetime) -> int:
        """Delete every file that was last written before a moment, whether a record knows it or not."""
        ...


class PasswordHasher(Protocol):
    """Turns passwords into hashes that can be kept."""

    def hash(self, password: str) -> str:
        """Return the hash to keep."""
        ...

    def verify(self, kept: str, password: str) -> bool:
        """Return whether `password` is the one."""
        ...
