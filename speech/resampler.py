"""Changes the rate of a PCM16 stream by a windowed-sinc polyphase filter (J. O. Smith's method)."""

from math import gcd

import numpy as np
from numpy.typing import NDArray

_CROSSINGS = 16  # zero crossings of the sinc on either side: 80 dB with the window below
_KAISER_BETA = 8.0
_ROLLOFF = 0.95  # of the lower Nyquist frequency, leaves room for the filter's slope
_BLOCK = 8192  # samples computed at once; bounds the memory of a ten-minute recording


class Resampler:
    """Turns a stream at `source` Hz into one at `target` Hz; not shared between threads."""

    def __init__(self, source: int, target: int) -> None:
        divisor = gcd(source, target)
        self._up, self._down = target // divisor, source // divisor
        self._half, self._filters = _filters(self._up, self._down)
        self._held = np.zeros(self._half - 1)  # the silence before the first sample
        self._odd = b""
        self._taken = 0  # samples fed so far
        self._made = 0  # samples given out so far
        self._dropped = 0  # samples cut from the front of _held

    def feed(self, pcm: bytes) -> bytes:
        """Take PCM16 LE bytes of any length and return what can be computed from them."""
        pcm = self._odd + pcm
        even = len(pcm) // 2 * 2
        self._odd = pcm[even:]
        samples = np.frombuffer(pcm[:even], dtype="<i2").astype(np.float64)
        self._taken += len(samples)
        self._held = np.concatenate((self._held, samples))
        complete = self._dropped + len(self._held) - 2 * self._half + 1  # last input whose window is whole
        return self._make(max(0, -(-complete * self._up // self._down)))

    def finish(self) -> bytes:
        """Return the rest; the stream ends here."""
        self._held = np.concatenate((self._held, np.zeros(self._half + 1)))
        return self._make(-(-self._taken * self._up // self._down))

    def _make(self, until: int) -> bytes:
        """Return output samples from the last one given out up to number `until`."""
        parts = []
        while self._made < until:
            end = min(until, self._made + _BLOCK)
            parts.append(self._block(self._made, end))
            self._made = end
        used = self._made * self._down // self._up - self._dropped
        if used > 0:
            self._held = self._held[used:]
            self._dropped += used
        return b"".join(parts)

    def _block(self, start: int, end: int) -> bytes:
        position = np.arange(start, end, dtype=np.int64) * self._down
        first = position // self._up - self._dropped
        window = self._held[first[:, None] + np.arange(2 * self._half)]
        samples = np.einsum("ij,ij->i", window, self._filters[position % self._up])
        return bytes(np.clip(np.rint(samples), -32768, 32767).astype("<i2").tobytes())


def _filters(up: int, down: int) -> tuple[int, NDArray[np.float64]]:
    """Return half the filter's length in input samples, and one filter a phase: (up, 2 * half)."""
    cutoff = min(1.0, up / down) * _ROLLOFF
    half = int(np.ceil(_CROSSINGS / cutoff))
    offset = np.arange(-half + 1, half + 1)[None, :] - np.arange(up)[:, None] / up
    inside = np.clip(1.0 - (offset / half) ** 2, 0.0, None)
    window = np.i0(_KAISER_BETA * np.sqrt(inside)) / np.i0(_KAISER_BETA)
    filters = cutoff * np.sinc(cutoff * offset) * window
    normalised: NDArray[np.float64] = filters / filters.sum(axis=1, keepdims=True)
    return half, normalised
