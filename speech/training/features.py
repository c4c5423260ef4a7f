"""Stores the features of several augmented copies of every utterance."""

import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from speech.graph.units import UNITS
from speech.training.augment import augmented
from speech.training.mfcc import mfcc
from speech.training.synthesis import load

_INDEX = {unit: at + 1 for at, unit in enumerate(UNITS)}  # 0 is CTC's blank

Example = tuple[NDArray[np.float16], list[int]]


def extract(folder: Path, copies: int, processes: int = 2) -> None:
    """Write `features.npy` (float16, frames × 40) and `features.json` (frames and labels of each) into `folder`."""
    spoken = load(folder)
    jobs = [(at, copy, sound) for copy in range(copies) for at, (_, sound) in enumerate(spoken)]
    with ProcessPoolExecutor(processes) as pool:
        found = list(pool.map(_features, jobs, chunksize=64))
    labels = [[_INDEX[unit] for unit in utterance.units] for utterance, _ in spoken] * copies
    np.save(folder / "features.npy", np.concatenate(found))
    index = [{"frames": len(each), "labels": label} for each, label in zip(found, labels, strict=True)]
    (folder / "features.json").write_text(json.dumps(index), encoding="ascii")


def examples(folder: Path) -> list[Example]:
    """Return what `extract` wrote: features, shape (frames, 40), and unit numbers from 1."""
    features, start, found = np.load(folder / "features.npy", mmap_mode="r"), 0, []
    for each in json.loads((folder / "features.json").read_text(encoding="ascii")):
        found.append((features[start : start + each["frames"]], each["labels"]))
        start += each["frames"]
    return found


def _features(job: tuple[int, int, NDArray[np.int16]]) -> NDArray[np.float16]:
    at, copy, sound = job
    return mfcc(augmented(sound, np.random.default_rng((at, copy)))).astype(np.float16)
