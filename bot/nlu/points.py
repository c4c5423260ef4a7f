"""Points of meaning that are remembered: encoding takes a millisecond a sentence, and most sentences stay as they are."""

import os
from functools import cached_property
from pathlib import Path

import numpy as np

from bot.nlu.meaning import DIMENSIONS, Encoder, EncodingBeside

_MANY = 500  # from here on more than one process is worth its start


class RememberedPoints:
    """Encodes what it hasn't seen; a file keeps what it has. A broken file is the same as none."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known = _read(file)
        self._new = False

    def __call__(self, sentences: list[list[str]]) -> np.ndarray:
        """Return sentences x 512, as `meaning.Encoder` does."""
        missing = list(
            {"".join(each): each for each in sentences if "".join(each) not in self._known}.values()
        )
        if missing:
            points = self._encoded(missing).astype(np.float16)
            self._known |= {"".join(each): point for each, point in zip(missing, points, strict=True)}
            self._new = True
        found = [self._known["".join(each)] for each in sentences]
        return np.array(found, dtype=np.float32).reshape(-1, DIMENSIONS)

    def _encoded(self, sentences: list[list[str]]) -> np.ndarray:
        return EncodingBeside(sentences).result() if len(sentences) >= _MANY else self._encoder(sentences)

    @cached_property
    def _encoder(self) -> Encoder:
        return Encoder()

    def save(self) -> None:
        """Write the file, whole or not at all."""
        if not self._new:
            return
        draft = self._file.with_name(f".{self._file.name}.{os.getpid()}.npz")
        texts = np.array(list(self._known), dtype=np.str_)
        np.savez(draft, texts=texts, points=np.array(list(self._known.values()), dtype=np.float16))
        os.replace(draft, self._file)


def _read(file: Path) -> dict[str, np.ndarray]:
    try:
        with np.load(file, allow_pickle=False) as stored:
            return dict(zip(stored["texts"].tolist(), stored["points"], strict=True))
    except (OSError, ValueError, KeyError):
        return {}
