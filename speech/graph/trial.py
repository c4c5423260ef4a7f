"""Tries a model on recordings in a process of its own, because a broken graph can end the process that opens it.

python -m speech.graph.trial MODEL FOLDER prints what is heard in FOLDER's WAV files, in the order of their names.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from speech.audio import Audio, read_wav, write_wav
from speech.errors import SpeechError
from speech.recogniser import RecogniserModel, transcribe

_LONGEST_S = 300.0  # of a whole trial
_BY_CHANCE = 0.01  # of the characters: a homophone more or less is no reason to keep an old graph


@dataclass(frozen=True)
class Trial:
    """What a model heard, and how long it took for each second of sound."""

    heard: tuple[str, ...]
    real_time_factor: float

    def errors(self, said: Sequence[str]) -> int:
        """Return how many characters of `said` were heard wrong, missed or added."""
        return sum(map(distance, said, self.heard))


def listen(model_dir: Path, sounds: Sequence[Audio]) -> Trial | None:
    """Return what the model in `model_dir` hears, or None when it can't be opened or breaks down."""
    with tempfile.TemporaryDirectory(prefix="trial-") as folder:
        for at, sound in enumerate(sounds):
            Path(folder, f"{at:04}.wav").write_bytes(write_wav(sound))
        command = [sys.executable, "-m", "speech.graph.trial", str(model_dir), folder]
        try:
            run = subprocess.run(command, capture_output=True, timeout=_LONGEST_S, check=True)  # noqa: S603
        except (subprocess.SubprocessError, OSError):
            return None
    fields = json.loads(run.stdout)
    return Trial(tuple(fields["heard"]), fields["real_time_factor"])


def as_good(said: Sequence[str], before: Trial, after: Trial) -> bool:
    """Return whether `after` hears what was `said` at least as well as `before`, chance aside."""
    allowed = round(_BY_CHANCE * sum(map(len, said)))
    return after.errors(said) <= before.errors(said) + allowed


def distance(one: str, other: str) -> int:
    """Return how many characters have to be changed, added or left out to make `other` of `one`."""
    row = list(range(len(other) + 1))
    for at, character in enumerate(one, start=1):
        above, row[0] = row[0], at
        for column, its in enumerate(other, start=1):
            changed = above + (character != its)
            above, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, changed)
    return row[-1]


def main() -> None:
    """Print the trial's result as JSON."""
    model_dir, folder = map(Path, sys.argv[1:3])
    try:
        model = RecogniserModel.load(model_dir)
        sounds = [read_wav(file.read_bytes()) for file in sorted(folder.glob("*.wav"))]
        began = time.perf_counter()
        heard = [transcribe(model, sound).text for sound in sounds]
    except SpeechError as error:
        sys.exit(error.message)
    taken = time.perf_counter() - began
    factor = taken / sum(sound.seconds for sound in sounds)
    sys.stdout.write(json.dumps({"heard": heard, "real_time_factor": factor}))


if __name__ == "__main__":
    main()
