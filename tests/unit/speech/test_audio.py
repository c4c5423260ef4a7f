import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.audio import Audio, level, read_wav, resample, write_wav
from speech.errors import AudioError
from speech.resampler import Resampler


def tone(rate: int, hertz: float = 440.0, seconds: float = 1.0, loud: float = 0.5) -> Audio:
    time = np.arange(int(rate * seconds)) / rate
    return Audio((np.sin(2 * np.pi * hertz * time) * loud * 32767).astype("<i2").tobytes(), rate)


def wav(
    tag: int = 1, channels: int = 1, rate: int = 8000, bits: int = 16, data: bytes = b"\1\0" * 80
) -> bytes:
    layout = struct.pack(
        "<HHIIHH", tag, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits
    )
    chunks = (
        b"WAVEfmt " + struct.pack("<I", len(layout)) + layout + b"data" + struct.pack("<I", len(data)) + data
    )
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


def samples(audio: Audio) -> np.ndarray:
    return np.frombuffer(audio.pcm, dtype="<i2").astype(float)


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("empty", b""),
        ("empty", wav(data=b"")),
        ("not_wav", b"ID3\4" + b"\0" * 100),
        ("not_wav", b"RIFF"),
        ("stereo", wav(channels=2)),
        ("not_pcm16", wav(bits=8)),
        ("not_pcm16", wav(tag=6)),
        ("not_pcm16", wav(tag=3, bits=32)),
        ("bad_rate", wav(rate=4000)),
        ("bad_rate", wav(rate=96000)),
        ("bad_rate", wav(rate=0)),
        ("truncated", wav()[:100]),
        ("truncated", wav()[:30]),
        ("truncated", wav()[:12]),
        ("too_long", wav(data=bytes(8000 * 2 * 601))),
    ],
)
def test_each_unusable_recording_has_its_own_code(code: str, data: bytes) -> None:
    with pytest.raises(AudioError) as caught:
        read_wav(data)
    assert caught.value.code == code
    assert caught.value.message.endswith("。")


@given(st.binary(max_size=200).map(lambda pcm: pcm[: len(pcm) // 2 * 2]), st.integers(8000, 48000))
def test_what_is_written_is_read_again(pcm: bytes, rate: int) -> None:
    if pcm:
        assert read_wav(write_wav(Audio(pcm, rate))) == Audio(pcm, rate)


@given(st.binary(max_size=120), st.integers(0, 60))
def test_hostile_bytes_are_refused_not_crashed_on(noise: bytes, keep: int) -> None:
    try:
        audio = read_wav(wav()[:keep] + noise)
    except AudioError:
        return
    assert len(audio.pcm) % 2 == 0


@given(st.integers(0, 203), st.integers(0, 255))
def test_a_flipped_byte_is_survived(at: int, value: int) -> None:
    data = bytearray(wav())
    data[at] = value
    try:
        audio = read_wav(bytes(data))
    except AudioError:
        return
    assert 8000 <= audio.rate <= 48000


def test_chunks_other_than_sound_are_skipped() -> None:
    plain = wav()
    assert read_wav(plain[:12] + b"LIST" + struct.pack("<I", 3) + b"abc\0" + plain[12:]) == read_wav(plain)


@pytest.mark.parametrize(
    ("source", "target"), [(8000, 16000), (22050, 8000), (22050, 16000), (48000, 16000), (16000, 8000)]
)
def test_resampling_keeps_the_tone(source: int, target: int) -> None:
    made = samples(resample(tone(source), target))
    wanted = samples(tone(target))
    inner = slice(target // 10, -target // 10)
    error = made[: len(wanted)][inner] - wanted[: len(made)][inner]
    assert abs(len(made) - len(wanted)) <= 1
    assert np.sqrt(np.mean(error**2)) < 0.001 * np.sqrt(np.mean(wanted**2))  # 60 dB below the tone


def test_what_the_target_rate_cannot_hold_is_filtered_out() -> None:
    made = resample(tone(22050, hertz=6000), 8000).pcm
    assert level(made[800:-800]) < 0.0005  # of 0.35; the tone's sudden ends do leave something


@given(
    st.lists(st.integers(0, 700), max_size=8), st.sampled_from([(8000, 16000), (22050, 8000), (44100, 16000)])
)
def test_a_stream_in_pieces_gives_the_same_as_the_whole(sizes: list[int], rates: tuple[int, int]) -> None:
    whole = tone(rates[0], seconds=0.1).pcm
    resampler, made, at = Resampler(*rates), b"", 0
    for size in [*sizes, len(whole)]:
        made += resampler.feed(whole[at : at + size])
        at += size
    assert made + resampler.finish() == resample(Audio(whole, rates[0]), rates[1]).pcm


def test_full_scale_sound_is_clipped_not_wrapped() -> None:
    square = Audio((b"\xff\x7f" * 20 + b"\0\x80" * 20) * 50, 8000)
    made = samples(resample(square, 16000))
    assert np.abs(np.diff(np.sign(made[100:-100]))).sum() / 2 <= 102  # a wrap would add changes of sign


def test_silence_and_nothing_stay_so() -> None:
    assert resample(Audio(b"", 8000), 16000) == Audio(b"", 16000)
    assert not any(resample(Audio(bytes(1000), 8000), 16000).pcm)
    assert level(b"") == 0.0
