"""Kaldi's MFCC (compute-mfcc-feats without dither), so that training hears what libvosk hears."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from speech.graph.settings import CEPSTRA, HIGHEST_HZ, LOWEST_HZ, RATE

Floats = NDArray[np.float32]

_WINDOW = RATE * 25 // 1000  # samples: 25 ms, every 10 ms
_SHIFT = RATE * 10 // 1000
_FFT = 512
_PREEMPHASIS = 0.97
_LIFTER = 22.0
_FLOOR = np.float32(np.finfo(np.float32).eps)  # Kaldi's floor of a filter's energy


@dataclass(frozen=True)
class _Tables:
    window: Floats  # (_WINDOW,)
    filters: Floats  # (_FFT // 2 + 1, CEPSTRA)
    cosines: Floats  # (CEPSTRA, CEPSTRA), cepstral lifter included


def mfcc(samples: NDArray[np.generic]) -> Floats:
    """Return the features, shape (frames, 40), of 16 kHz `samples` on the int16 scale; none for less than 25 ms."""
    if len(samples) < _WINDOW:
        return np.zeros((0, CEPSTRA), np.float32)
    tables = _tables()
    windows = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float32), _WINDOW)[::_SHIFT]
    frames = windows - windows.mean(1, keepdims=True)
    before = np.concatenate([frames[:, :1], frames[:, :-1]], 1)
    spectrum = np.fft.rfft((frames - _PREEMPHASIS * before) * tables.window, _FFT)
    energies = (np.abs(spectrum) ** 2).astype(np.float32) @ tables.filters
    return np.asarray(np.log(np.maximum(energies, _FLOOR)) @ tables.cosines, np.float32)


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    turn = 2 * np.pi * np.arange(_WINDOW) / (_WINDOW - 1)
    window = (0.5 - 0.5 * np.cos(turn)) ** 0.85  # Kaldi's "povey" window
    return _Tables(window.astype(np.float32), _mel_filters(), _lifted_cosines())


def _mel(hertz: float | NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1127.0 * np.log(1.0 + np.asarray(hertz) / 700.0))


def _mel_filters() -> Floats:
    """Return triangles, evenly spaced in mel; the bin at half the sampling rate stays empty, as in Kaldi."""
    edges = np.linspace(_mel(LOWEST_HZ), _mel(HIGHEST_HZ), CEPSTRA + 2)
    left, centre, right = edges[:-2], edges[1:-1], edges[2:]
    bins = _mel(np.arange(_FFT // 2) * RATE / _FFT)[:, None]
    slopes = np.minimum((bins - left) / (centre - left), (right - bins) / (right - centre))
    filters = np.zeros((_FFT // 2 + 1, CEPSTRA), np.float32)
    filters[:-1] = np.maximum(slopes, 0.0)
    return filters


def _lifted_cosines() -> Floats:
    order = np.arange(CEPSTRA)
    cosines = np.cos(np.pi / CEPSTRA * (order[:, None] + 0.5) * order) * np.sqrt(2.0 / CEPSTRA)
    cosines[:, 0] = np.sqrt(1.0 / CEPSTRA)
    lifter = 1 + 0.5 * _LIFTER * np.sin(np.pi * order / _LIFTER)
    return np.asarray(cosines * lifter, np.float32)
