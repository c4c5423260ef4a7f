"""The callers' voices, and how to know 小政's sentences by their sound."""

from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.business.calls.prompts import PROMPTS
from speech.audio import resample
from speech.sentences import sentences
from speech.synthesiser import Synthesiser
from tests.calls.clients.sound import with_noise
from tests.calls.scripts import Say

_OURS = 200  # words a minute; callers speak slower or faster than that
_ENOUGH_S = 2.5  # of a sentence tells it from the others
_ALIKE = 0.8  # the same sentence gives 1.0, others at most 0.6
_BANDS = 20


class CallerVoice:
    """Synthesises what callers say; sounds are kept for all calls."""

    def __init__(self, cache_dir: Path) -> None:
        self._cache_dir = cache_dir
        self._mouths: dict[int, Synthesiser] = {}
        self.prompt = cache(self._prompt)

    def say(self, step: Say, hz: int) -> bytes:
        """Return the sound of a step, PCM16 at `hz`."""
        if not step.pause_in_the_middle_s:
            pcm = self._sound(step.say, step.rate, hz)
        else:
            half = len(step.say) // 2
            parts = [self._sound(each, step.rate, hz) for each in (step.say[:half], step.say[half:])]
            pcm = bytes(round(step.pause_in_the_middle_s * hz) * 2).join(parts)
        return pcm if step.noise_db is None else with_noise(pcm, step.noise_db)

    def close(self) -> None:
        """End the processes."""
        for mouth in self._mouths.values():
            mouth.close()

    def _prompt(self, name: str, hz: int) -> NDArray[np.float64]:
        pcm = self._sound(sentences(PROMPTS[name])[0], _OURS, hz)
        return samples(pcm)[: round(_ENOUGH_S * hz)]

    def _sound(self, text: str, rate: int, hz: int) -> bytes:
        if rate not in self._mouths:
            self._mouths[rate] = Synthesiser(workers=1, cache_dir=self._cache_dir, rate=rate)
        return _trimmed(resample(self._mouths[rate].speak(text), hz).pcm)


def samples(pcm: bytes) -> NDArray[np.float64]:
    """Return PCM16 as numbers."""
    return np.frombuffer(pcm, dtype="<i2").astype(np.float64)


def noise(seconds: float, loudness: int, hz: int) -> bytes:
    """Return white noise, PCM16, of the given root mean square."""
    made = np.random.default_rng(7).normal(0.0, loudness, round(seconds * hz))
    return bytes(np.clip(made, -32768, 32767).astype("<i2").tobytes())


def holds(heard: NDArray[np.float64], wanted: NDArray[np.float64], hz: int) -> bool:
    """Return whether `wanted` sounds somewhere within `heard`.

    Compared are the loudness of bands over time: eSpeak never makes the same wave twice.
    """
    where, what = _bands(heard, hz), _bands(wanted, hz)
    return any(_alike(where[at : at + len(what)], what) for at in range(len(where) - len(what) + 1))


def _alike(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    a, b = one - one.mean(0), other - other.mean(0)
    return bool(np.sum(a * b) >= _ALIKE * np.sqrt(np.sum(a**2) * np.sum(b**2)) + 1e-9)


def _bands(sound: NDArray[np.float64], hz: int) -> NDArray[np.float64]:
    """Return the logarithm of the power in bands of the telephone's range, every 20 ms."""
    hop = hz // 50
    starts = range(0, max(0, len(sound) - 2 * hop), hop)
    if not starts:
        return np.zeros((0, _BANDS))
    power = np.abs(np.fft.rfft([sound[at : at + 2 * hop] * np.hanning(2 * hop) for at in starts])) ** 2
    edges = np.geomspace(200, 3400, _BANDS + 1) * 2 * hop / hz
    bands = [power[:, int(low) : max(int(low) + 1, int(high))].mean(1) for low, high in pairwise(edges)]
    return np.log10(np.stack(bands, 1) + 1e3)


def _trimmed(pcm: bytes) -> bytes:
    """Return the sound without the silence around it, so that a script's pauses are as long as it says."""
    loud = np.flatnonzero(np.abs(samples(pcm)) > 200)
    return pcm[loud[0] * 2 : (loud[-1] + 1) * 2] if len(loud) else pcm
