"""Speaks the planned utterances and stores the sound: one array of samples and one list of what lies where."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from speech.training.espeak import say
from speech.training.utterances import Utterance

_SHORTEST = 2000  # samples; a voice that fails gives less

Samples = NDArray[np.int16]


def synthesise(utterances: list[Utterance], folder: Path, threads: int = 2) -> None:
    """Write `speech.npy` (int16, 16 kHz) and `utterances.json` into `folder`; what came out empty is left out."""
    with ThreadPoolExecutor(threads) as pool:  # the work is done by espeak-ng processes
        spoken = list(pool.map(_spoken, utterances))
    kept = [(each, sound) for each, sound in zip(utterances, spoken, strict=True) if len(sound) >= _SHORTEST]
    np.save(folder / "speech.npy", np.concatenate([sound for _, sound in kept]))
    index = [{**asdict(each), "samples": len(sound)} for each, sound in kept]
    (folder / "utterances.json").write_text(json.dumps(index), encoding="utf-8")


def load(folder: Path) -> list[tuple[Utterance, Samples]]:
    """Return what `synthesise` wrote; the samples stay on disk until they are used."""
    samples = np.load(folder / "speech.npy", mmap_mode="r")
    found, start = [], 0
    for fields in json.loads((folder / "utterances.json").read_text(encoding="utf-8")):
        count = fields.pop("samples")
        utterance = Utterance(**{**fields, "pinyin": tuple(fields["pinyin"])})
        found.append((utterance, samples[start : start + count]))
        start += count
    return found


def _spoken(utterance: Utterance) -> Samples:
    return say(list(utterance.pinyin), utterance.variant, utterance.speed, utterance.pitch)
