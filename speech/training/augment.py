"""Makes clean speech sound like calls: level, room, noise, silence around it, the telephone's band and µ-law."""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, resample_poly, sosfilt

RATE = 16000  # Hz
_FULL = 32768.0
_MU = 255.0  # of µ-law, ITU-T G.711
_BAND = butter(4, [300, 3400], btype="band", fs=8000, output="sos")

Floats = NDArray[np.float32]


def augmented(samples: NDArray[np.int16], chance: np.random.Generator) -> Floats:
    """Return `samples` (16 kHz, int16 scale) as one of many calls might carry them."""
    sound = samples.astype(np.float32)
    if chance.random() < 0.25:
        sound = _in_room(sound, chance)
    sound *= _FULL * 10 ** (chance.uniform(-32, -14) / 20) / _level(sound)
    sound = np.pad(sound, (int(chance.uniform(0.05, 0.7) * RATE), int(chance.uniform(0.05, 0.9) * RATE)))
    if chance.random() < 0.75:
        sound = with_noise(sound, chance.uniform(6, 40), chance)
    if chance.random() < 0.5:
        sound = resample_poly(telephone(sound, band=chance.random() < 0.7), 2, 1)
    return np.asarray(np.clip(np.round(sound), -_FULL, _FULL - 1), np.float32)


def telephone(samples: NDArray[np.generic], band: bool = True) -> Floats:
    """Return 16 kHz `samples` as 8 kHz ones that went through µ-law and, if wanted, a 300–3400 Hz line."""
    sound = resample_poly(samples.astype(np.float32), 1, 2)
    return _mu_law(sosfilt(_BAND, sound) if band else sound)


def with_noise(sound: Floats, snr: float, chance: np.random.Generator) -> Floats:
    """Return `sound` with noise `snr` dB below its level: white, dull, or a mains hum, by chance."""
    kind = chance.integers(3)
    noise = chance.standard_normal(len(sound))
    if kind == 1:
        noise = np.convolve(noise, 0.94 ** np.arange(40), "same")
    elif kind == 2:
        hum = chance.choice([50, 100, 150, 200])  # Hz
        noise = 0.3 * noise + np.sin(2 * np.pi * hum * np.arange(len(sound)) / RATE)
    return np.asarray(sound + noise * (_level(sound) * 10 ** (-snr / 20) / _level(noise)), np.float32)


def _in_room(sound: Floats, chance: np.random.Generator) -> Floats:
    """Return `sound` with the decaying echo of a small room."""
    length = int(RATE * chance.uniform(0.08, 0.3))
    echo = chance.standard_normal(length) * np.exp(-np.arange(length) / (length / 5))
    echo[0] = 4 * chance.uniform(1, 3)  # the direct sound
    return np.asarray(fftconvolve(sound, echo / np.linalg.norm(echo))[: len(sound)], np.float32)


def _mu_law(sound: NDArray[np.floating]) -> Floats:
    level = np.clip(sound / _FULL, -1, 1)
    code = np.round((np.sign(level) * np.log1p(_MU * np.abs(level)) / np.log1p(_MU) + 1) * 127.5)
    pressed = code / 127.5 - 1
    return np.asarray(np.sign(pressed) * np.expm1(np.abs(pressed) * np.log1p(_MU)) / _MU * _FULL, np.float32)


def _level(sound: NDArray[np.floating]) -> float:
    return float(np.sqrt(np.mean(sound**2))) + 1e-9
