"""Sound as test callers make and judge it."""

import numpy as np

FRAME_S = 0.02
LOUD = 300  # of 32768, root mean square of a frame in which somebody speaks


def is_loud(pcm: bytes) -> bool:
    """Return whether a frame holds speech."""
    if not pcm:
        return False
    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float64)
    return float(np.sqrt(np.mean(samples**2))) > LOUD


def with_noise(pcm: bytes, snr_db: float, seed: int = 1) -> bytes:
    """Return `pcm` with white noise that lies `snr_db` under it."""
    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float64)
    power = np.mean(samples**2) / 10 ** (snr_db / 10)
    noise = np.random.default_rng(seed).normal(0.0, np.sqrt(power), len(samples))
    return bytes(np.clip(samples + noise, -32768, 32767).astype("<i2").tobytes())
