"""What an uploaded recording has to be: one person's words, in a format and length that calls can play."""

import io
import wave

import numpy as np

from speech.audio import Audio, level, read_wav, write_wav
from speech.errors import AudioError

MOST_BYTES = 6 * 1024 * 1024  # 60 s of 48 kHz mono are 5.8 MB
TOO_LARGE = f"录音文件超过 {MOST_BYTES // 1024 // 1024} MB，请剪短后再上传。"
SHORTEST_S, LONGEST_S = 0.3, 60.0
_SILENT = 0.003  # root mean square of full scale, -50 dB: the noise of a room


def checked(data: bytes) -> Audio:
    """Return the sound of an uploaded WAV file, mono at its own rate.

    Raises AudioError with a code of `read_wav`, or too_large, too_short, too_long, silent.
    """
    if len(data) > MOST_BYTES:
        raise AudioError("too_large", TOO_LARGE)
    audio = read_wav(_one_channel(data))
    if audio.seconds < SHORTEST_S:
        raise AudioError("too_short", f"录音不到 {SHORTEST_S} 秒，请检查后重新上传。")
    if audio.seconds > LONGEST_S:
        raise AudioError("too_long", f"录音超过 {LONGEST_S:.0f} 秒，请剪短后再上传。")
    if level(audio.pcm) < _SILENT:
        raise AudioError("silent", "录音里几乎没有声音，请检查话筒后重新录。")
    return audio


def _one_channel(data: bytes) -> bytes:
    """Return a stereo WAV file with its channels mixed; anything else as it is, for `read_wav` to judge."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            if file.getnchannels() != 2 or file.getsampwidth() != 2 or not file.getframerate():
                return data
            frames, rate, whole = (
                file.readframes(file.getnframes()),
                file.getframerate(),
                file.getnframes() * 4,
            )
    except (wave.Error, EOFError, RuntimeError):  # the last for a chunk longer than the file
        return data
    if len(frames) < whole:
        raise AudioError("truncated", "录音文件不完整，请重新上传。")
    both = np.frombuffer(frames, dtype="<i2").reshape(-1, 2).astype(np.int32)
    return write_wav(Audio(((both[:, 0] + both[:, 1]) // 2).astype("<i2").tobytes(), rate))
