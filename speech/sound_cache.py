"""Finished sounds on disk, safe for several threads and processes: files appear whole or not at all."""

import os
import tempfile
import threading
from pathlib import Path

from speech.audio import Audio, read_wav, write_wav
from speech.errors import AudioError

_TRIM_EVERY = 64  # new files; looking at the folder each time would cost more than it saves


class SoundCache:
    """At most about `space` bytes of WAV files in `folder`, the longest unused ones go first."""

    def __init__(self, folder: Path, space: int) -> None:
        self._folder, self._space = folder, space
        self._new = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> Audio | None:
        """Return the sound kept under `key`, or None. A damaged file counts as absent."""
        path = self._folder / f"{key}.wav"
        try:
            audio = read_wav(path.read_bytes())
            os.utime(path)  # used just now
        except (OSError, AudioError):
            return None
        return audio

    def put(self, key: str, audio: Audio) -> Audio:
        """Keep `audio` under `key` and return what is kept: the engine makes the same text a little different each time,
        and of two that made it at once the first is heard by all. A full disk is no reason not to speak, so failures are
        passed over.
        """
        with self._lock:
            earlier = self.get(key)
            if earlier is not None:
                return earlier
            try:
                self._write(self._folder / f"{key}.wav", write_wav(audio))
            except OSError:
                return audio
            self._new += 1
            due = self._new % _TRIM_EVERY == 0
        if due:
            self.trim()
        return audio

    def trim(self) -> None:
        """Remove the longest unused files until the rest fits."""
        files = []
        for path in self._folder.glob("*.wav"):
            try:
                files.append((path.stat().st_mtime, path.stat().st_size, path))
            except FileNotFoundError:  # another process trims too
                continue
        left = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if left <= self._space:
                return
            path.unlink(missing_ok=True)
            left -= size

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(name, path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
