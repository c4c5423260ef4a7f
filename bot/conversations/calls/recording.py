"""The sound of a call on disk: stereo WAV, the caller left, 小政 right."""

import os
import wave
from pathlib import Path

import numpy as np

_KEPT_S = (
    0.2  # of caller's sound that may wait for the clock; a burst after a network hiccup is let through late
)
_WRITE_AT = 100  # frames of 20 ms: the disk is touched every two seconds


class NoRecording:
    """Keeps nothing."""

    def caller(self, pcm: bytes) -> None:
        """Take the caller's sound."""

    def ours(self, pcm: bytes) -> None:
        """Take one frame of ours."""

    def close(self) -> None:
        """End."""


class Recording:
    """Writes a file that only we can read. Our frames are its clock: 20 ms each, whatever the caller's sound does."""

    def __init__(self, path: Path, rate: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._raw = os.fdopen(handle, "wb")
        self._file = wave.open(self._raw, "wb")  # noqa: SIM115  open as long as the call
        self._file.setnchannels(2)
        self._file.setsampwidth(2)
        self._file.setframerate(rate)
        self._most = round(rate * _KEPT_S) * 2
        self._caller = bytearray()
        self._frames: list[bytes] = []

    def caller(self, pcm: bytes) -> None:
        """Take the caller's sound, as it comes."""
        self._caller += pcm

    def ours(self, pcm: bytes) -> None:
        """Take one frame of ours, and with it as much of the caller's sound."""
        heard = bytes(self._caller[: len(pcm)]).ljust(len(pcm), b"\0")
        del self._caller[: len(pcm)]
        if len(self._caller) > self._most:
            del self._caller[: -self._most]
        self._frames.append(_interleaved(heard, pcm))
        if len(self._frames) >= _WRITE_AT:
            self._write()

    def close(self) -> None:
        """Finish the file."""
        self._write()
        self._file.close()
        self._raw.close()

    def _write(self) -> None:
        self._file.writeframes(b"".join(self._frames))
        self._frames = []


def _interleaved(left: bytes, right: bytes) -> bytes:
    both = np.empty((len(right) // 2, 2), dtype="<i2")
    both[:, 0] = np.frombuffer(left, dtype="<i2")
    both[:, 1] = np.frombuffer(right, dtype="<i2")
    return both.tobytes()
