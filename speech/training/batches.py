"""Batches of similar length for training, with features disturbed a little each time."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from speech.graph.settings import CEPSTRA
from speech.training.features import Example
from speech.training.net import CONTEXT, OUTPUT_EVERY

_FRAMES = 5000  # in a batch, about
_LENGTH_JITTER = 60  # frames; so that batches are never the same twice
_LOUDNESS = 4.0  # standard deviation of a shift of the first cepstrum
_LONGEST_MASK = 12  # frames
_MASKED = 0.6  # share of utterances that lose a moment


@dataclass(frozen=True)
class Batch:
    """Padded features (n, longest + 2 × CONTEXT, 40), outputs of each, labels in a row and how many of each."""

    features: torch.Tensor
    outputs: torch.Tensor
    labels: torch.Tensor
    label_counts: torch.Tensor


def outputs_of(frames: int) -> int:
    """Return how many outputs the network gives for `frames` frames."""
    return (frames + OUTPUT_EVERY - 1) // OUTPUT_EVERY


def with_edges(features: NDArray[np.generic]) -> NDArray[np.float32]:
    """Return `features` with the first and last frame repeated for the network's context, as libvosk does."""
    return np.pad(features.astype(np.float32), ((CONTEXT, CONTEXT), (0, 0)), mode="edge")


def shuffled(examples: list[Example], chance: random.Random) -> Iterator[Batch]:
    """Yield all `examples` once, in batches of random order."""
    ordered = sorted(examples, key=lambda each: len(each[0]) + chance.random() * _LENGTH_JITTER)
    groups: list[list[Example]] = [[]]
    for each in ordered:
        if (len(groups[-1]) + 1) * len(each[0]) > _FRAMES:
            groups.append([])
        groups[-1].append(each)
    chance.shuffle(groups)
    return (_batch(group, chance) for group in groups if group)


def _batch(group: list[Example], chance: random.Random) -> Batch:
    longest = outputs_of(max(len(each) for each, _ in group)) * OUTPUT_EVERY
    features = np.zeros((len(group), longest + 2 * CONTEXT, CEPSTRA), np.float32)
    for row, (each, _) in zip(features, group, strict=True):
        edged = with_edges(each)
        row[: len(edged)], row[len(edged) :] = edged, edged[-1]
        row[:, 0] += chance.gauss(0, _LOUDNESS)
        _mask(row, len(each), chance)
    return Batch(
        torch.from_numpy(features),
        torch.tensor([outputs_of(len(each)) for each, _ in group]),
        torch.tensor([label for _, labels in group for label in labels]),
        torch.tensor([len(labels) for _, labels in group]),
    )


def _mask(row: NDArray[np.float32], frames: int, chance: random.Random) -> None:
    if chance.random() < _MASKED:
        start = CONTEXT + chance.randrange(max(1, frames - _LONGEST_MASK))
        row[start : start + chance.randrange(1, _LONGEST_MASK)] = row[start]
