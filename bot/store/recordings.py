"""The folder with the calls' sound files."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path


class RecordingFolder:
    """Finds and deletes sound files; the folder need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def delete(self, names: Iterable[str]) -> int:
        """Delete files by name; return how many were there."""
        return sum(self._delete(self._folder / name) for name in names)

    def delete_older(self, before: datetime) -> int:
        """Delete every file last written before a moment; return how many."""
        moment = before.timestamp()
        old = [file for file in self._folder.glob("*.wav") if file.stat().st_mtime < moment]
        return sum(self._delete(file) for file in old)

    @staticmethod
    def _delete(file: Path) -> bool:
        there = file.is_file()
        file.unlink(missing_ok=True)
        return there
