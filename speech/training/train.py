"""Trains the network with CTC for a given number of minutes."""

import math
import random
import time
from collections.abc import Iterator
from itertools import count

import numpy as np
import torch
from torch import nn

from speech.graph.units import UNITS
from speech.training.batches import Batch, outputs_of, shuffled
from speech.training.features import Example
from speech.training.net import Net

_PEAK_RATE = 2e-3
_WARM_UP = 150  # steps
_LAST_SHARE = 0.02  # of the peak rate, at the end
_LARGEST_GRADIENT = 5.0
_SLACK = 1.1  # outputs needed for each label: CTC can't align fewer
_REPORT_EVERY = 200  # steps
_SAMPLE = 800  # utterances that mean and variance are taken from


def train(examples: list[Example], width: int, minutes: float, threads: int = 2, seed: int = 0) -> Net:
    """Return a network of `width` channels, trained on `examples` until `minutes` are over."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    chance = random.Random(seed)
    usable = [each for each in examples if outputs_of(len(each[0])) > _SLACK * len(each[1])]
    net = Net(len(UNITS) + 1, width)
    _normalise(net, chance.sample(usable, min(_SAMPLE, len(usable))))
    optimiser = torch.optim.AdamW(net.parameters(), lr=_PEAK_RATE, weight_decay=1e-3)
    started = time.monotonic()
    for step, batch in enumerate(_forever(usable, chance), 1):
        done = (time.monotonic() - started) / (60 * minutes)
        if done >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = _learning_rate(step, done)
        loss = _step(net, optimiser, batch)
        if step % _REPORT_EVERY == 0:
            print(f"step {step}, {done:.0%} of the time, loss {loss:.3f}", flush=True)
    return net.eval()


def _forever(examples: list[Example], chance: random.Random) -> Iterator[Batch]:
    for _ in count():
        yield from shuffled(examples, chance)


def _normalise(net: Net, sample: list[Example]) -> None:
    frames = np.concatenate([features for features, _ in sample]).astype(np.float32)
    net.mean[:] = torch.from_numpy(frames.mean(0))
    net.scale[:] = torch.from_numpy(1 / frames.std(0))


def _learning_rate(step: int, done: float) -> float:
    cosine = 0.5 * (1 + math.cos(math.pi * done))
    return _PEAK_RATE * min(1.0, step / _WARM_UP) * (cosine * (1 - _LAST_SHARE) + _LAST_SHARE)


def _step(net: Net, optimiser: torch.optim.Optimizer, batch: Batch) -> float:
    scores = net(batch.features).log_softmax(-1).transpose(0, 1)
    loss = nn.functional.ctc_loss(scores, batch.labels, batch.outputs, batch.label_counts, zero_infinity=True)
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), _LARGEST_GRADIENT)
    optimiser.step()
    return float(loss.detach())
