"""Folders of files that are deleted after their time: the calls' sound, uploads of staff."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path


class RecordingFolder:
    """Finds and deletes files, sound unless another pattern is given; the folder need not be there yet."""

    def __init__(self, folder: Path, files: str = "*.wav") -> None:
        self._folder = folder
        self._files = files

    def delete(self, names: Iterable[str]) -> int:
        """Delete files by name; return how many were there."""
        return sum(self._delete(self._folder / name) for name in names)

    def delete_older(self, before: datetime) -> int:
        """Delete every file last written before a moment; return how many."""
        moment = before.timestamp()
        old = [file for file in self._folder.glob(self._files) if file.stat().st_mtime < moment]
        return sum(self._delete(file) for file in old)

    @staticmethod
    def _delete(file: Path) -> bool:
        there = file.is_file()
        file.unlink(missing_ok=True)
        return there
