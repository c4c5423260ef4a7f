"""Sound in memory: PCM16 mono, read from and written to WAV, brought to another rate."""

import io
import struct
import wave
from dataclasses import dataclass

import numpy as np

from speech.errors import AudioError
from speech.resampler import Resampler

MIN_RATE, MAX_RATE = 8000, 48000  # Hz
MAX_SECONDS = 600
_PCM, _EXTENSIBLE = 1, 0xFFFE


@dataclass(frozen=True)
class Audio:
    """`pcm`: signed 16-bit little-endian samples of one channel; `rate`: samples a second (Hz)."""

    pcm: bytes
    rate: int

    @property
    def seconds(self) -> float:
        """Return the duration in seconds."""
        return len(self.pcm) / 2 / self.rate


def read_wav(data: bytes) -> Audio:
    """Return the sound of a WAV file's bytes.

    Raises AudioError with one of the codes empty, not_wav, not_pcm16, stereo, bad_rate, truncated, too_long.
    """
    if not data:
        raise AudioError("empty", "录音文件是空的。")
    if len(data) < 12 or data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise AudioError("not_wav", "这不是 WAV 录音文件。")
    layout, start, size = _find_sound(data)
    rate = _accepted_rate(layout)
    if size == 0:
        raise AudioError("empty", "录音里没有声音。")
    if start + size > len(data):
        raise AudioError("truncated", "录音文件不完整，请重新上传。")
    if size / 2 / rate > MAX_SECONDS:
        raise AudioError("too_long", f"录音超过 {MAX_SECONDS // 60} 分钟，请分段上传。")
    return Audio(data[start : start + size // 2 * 2], rate)


def write_wav(audio: Audio) -> bytes:
    """Return the bytes of a WAV file that holds `audio`."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(audio.rate)
        file.writeframes(audio.pcm)
    return out.getvalue()


def resample(audio: Audio, rate: int) -> Audio:
    """Return `audio` at `rate` Hz; its duration stays the same to one sample."""
    if rate == audio.rate:
        return audio
    resampler = Resampler(audio.rate, rate)
    return Audio(resampler.feed(audio.pcm) + resampler.finish(), rate)


def level(pcm: bytes) -> float:
    """Return the root mean square of PCM16 samples, 0.0 to 1.0 (full scale)."""
    if len(pcm) < 2:
        return 0.0
    samples = np.frombuffer(pcm, dtype="<i2", count=len(pcm) // 2).astype(np.float64)
    return float(np.sqrt(np.mean(samples**2))) / 32768.0


def _find_sound(data: bytes) -> tuple[bytes, int, int]:
    """Return the `fmt ` chunk, and where the samples begin and how many bytes they should be."""
    layout = b""
    at = 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        at += 8
        if name == b"data" and layout:
            return layout, at, size
        if name == b"fmt ":
            layout = data[at : at + size]
        at += size + size % 2  # chunks are padded to an even length
    raise AudioError("truncated", "录音文件不完整，请重新上传。")


def _accepted_rate(layout: bytes) -> int:
    """Return the rate in Hz from a `fmt ` chunk. Raises AudioError for what is not PCM16 mono."""
    if len(layout) < 16:
        raise AudioError("truncated", "录音文件不完整，请重新上传。")
    tag, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", layout)
    if tag == _EXTENSIBLE and len(layout) >= 26:
        tag = struct.unpack_from("<H", layout, 24)[0]  # the sub-format begins with the real tag
    if tag != _PCM or bits != 16:
        raise AudioError("not_pcm16", "录音不是 16 位 PCM 格式，请转换后再上传。")
    if channels != 1:
        raise AudioError("stereo", "录音不是单声道，请转换为单声道后再上传。")
    if not MIN_RATE <= rate <= MAX_RATE:
        raise AudioError("bad_rate", f"录音的采样率是 {rate} Hz，可用的是 {MIN_RATE} 到 {MAX_RATE} Hz。")
    return int(rate)
