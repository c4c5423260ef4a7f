"""G.711: eight bits a sample on the telephone line (ITU-T G.711, the tables built from its definition)."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Law = Literal["PCMU", "PCMA"]
_ULAW_BIAS = 0x84
_ULAW_CLIP = 32635


def _ulaw_values() -> NDArray[np.int16]:
    code = ~np.arange(256) & 0xFF
    magnitude = (((code & 0x0F) << 3) + _ULAW_BIAS << ((code & 0x70) >> 4)) - _ULAW_BIAS
    return np.where(code & 0x80, -magnitude, magnitude).astype(np.int16)


def _alaw_values() -> NDArray[np.int16]:
    code = np.arange(256) ^ 0x55
    segment, step = (code & 0x70) >> 4, (code & 0x0F) << 4
    magnitude = np.where(segment == 0, step + 8, (step + 0x108) << np.maximum(segment - 1, 0))
    return np.where(code & 0x80, magnitude, -magnitude).astype(np.int16)


def _nearest(values: NDArray[np.int16]) -> NDArray[np.uint8]:
    """Return the code whose value is nearest to each 16-bit sample, indexed by the sample as unsigned."""
    order = np.argsort(values, kind="stable")
    ordered = values[order].astype(np.int32)
    borders = (ordered[1:] + ordered[:-1]) / 2
    samples = np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.float64)
    return order[np.searchsorted(borders, samples)].astype(np.uint8)


_VALUES: dict[Law, NDArray[np.int16]] = {"PCMU": _ulaw_values(), "PCMA": _alaw_values()}
_CODES: dict[Law, NDArray[np.uint8]] = {law: _nearest(values) for law, values in _VALUES.items()}
SILENCE: dict[Law, int] = {law: int(codes[0]) for law, codes in _CODES.items()}


def decode(coded: bytes, law: Law) -> bytes:
    """Return PCM16 LE of G.711 bytes."""
    return _VALUES[law][np.frombuffer(coded, dtype=np.uint8)].astype("<i2").tobytes()


def encode(pcm: bytes, law: Law) -> bytes:
    """Return G.711 bytes of PCM16 LE."""
    coded: bytes = _CODES[law][np.frombuffer(pcm, dtype="<u2")].tobytes()
    return coded
