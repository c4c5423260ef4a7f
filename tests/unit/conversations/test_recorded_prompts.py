"""Recordings: what is taken, what is played for what."""

import io
import math
import struct
import wave
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.calls.events import Say
from bot.business.calls.known import digest
from bot.conversations.calls.recorded_prompts import RecordedPrompts
from bot.conversations.calls.upload_check import MOST_BYTES, checked
from speech.audio import level
from speech.errors import AudioError


def wav(
    seconds: float = 1.0, rate: int = 16000, channels: int = 1, width: int = 2, loud: float = 0.3
) -> bytes:
    """Return a tone of 200 Hz, the same in all channels."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        tone = [
            round(32767 * loud * math.sin(2 * math.pi * 200 * n / rate)) for n in range(round(seconds * rate))
        ]
        samples = struct.pack(f"<{len(tone) * channels}h", *(each for each in tone for _ in range(channels)))
        file.writeframes(samples if width == 2 else bytes(len(tone) * channels * width))
    return out.getvalue()


@pytest.fixture
def store(tmp_path: Path) -> RecordedPrompts:
    return RecordedPrompts(tmp_path / "recorded-prompts")


@pytest.mark.parametrize("rate", [8000, 22050, 44100, 48000])
@pytest.mark.parametrize("channels", [1, 2])
def test_mono_and_stereo_of_every_usual_rate_are_taken(
    store: RecordedPrompts, rate: int, channels: int
) -> None:
    store.keep("greeting", wav(0.5, rate, channels))
    for wanted in (8000, 16000):
        played = store.find(Say("您好", "greeting"), wanted)
        assert played is not None
        assert played.rate == wanted
        assert played.seconds == pytest.approx(0.5, abs=0.001)
        assert level(played.pcm) == pytest.approx(0.3 / math.sqrt(2), rel=0.05)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"ID3 an mp3 file is no WAV", "not_wav"),
        (wav(width=1), "not_pcm16"),
        (wav(channels=3), "stereo"),
        (wav(rate=4000), "bad_rate"),
        (wav(0.2), "too_short"),
        (wav(61, 8000), "too_long"),
        (wav(loud=0.001), "silent"),
        (wav()[:-100], "truncated"),
        (wav(channels=2)[:-100], "truncated"),
        (bytes(MOST_BYTES + 1), "too_large"),
    ],
)
def test_what_cannot_be_used_is_refused_in_chinese(store: RecordedPrompts, data: bytes, code: str) -> None:
    with pytest.raises(AudioError) as refused:
        store.keep("greeting", data)
    assert refused.value.code == code
    assert any("一" <= letter <= "鿿" for letter in refused.value.message)
    assert store.listed() == set()


@given(at=st.integers(0, 60), byte=st.integers(0, 255), length=st.integers(0, 2000))
def test_a_damaged_file_is_refused_or_taken_but_never_breaks(at: int, byte: int, length: int) -> None:
    data = bytearray(wav(0.05, channels=2))
    data[at] = byte
    with suppress(AudioError):
        checked(bytes(data[:length]))


def test_an_answer_is_played_for_exactly_its_words(store: RecordedPrompts) -> None:
    store.keep(f"unemp_apply.{digest('带上身份证。')}", wav())
    assert store.find(Say("带上身份证。"), 8000)
    assert store.find(Say("带上身份证和社保卡。"), 8000) is None


def test_a_prompt_is_played_by_its_name_whatever_its_words(store: RecordedPrompts) -> None:
    store.keep("goodbye", wav())
    assert store.find(Say("再见。", "goodbye"), 8000)
    assert store.find(Say("再见。"), 8000) is None


def test_who_asked_for_slow_speech_gets_the_synthesiser(store: RecordedPrompts) -> None:
    store.keep("greeting", wav())
    assert store.find(Say("您好", "greeting", slow=True), 8000) is None


def test_words_that_topics_share_have_one_recording(store: RecordedPrompts) -> None:
    same = digest("可以打12393咨询。")
    store.keep(f"a.{same}", wav(1.0))
    store.keep(f"b.{same}", wav(0.5))
    played = store.find(Say("可以打12393咨询。"), 8000)
    assert played is not None
    assert played.seconds == pytest.approx(0.5, abs=0.001)
    assert store.listed() == {f"b.{same}"}
    assert store.forget(f"a.{same}")
    assert store.listed() == set()


def test_a_refused_file_leaves_the_recording_there_was(store: RecordedPrompts) -> None:
    store.keep("greeting", wav(1.0))
    with pytest.raises(AudioError):
        store.keep("greeting", wav(0.1))
    played = store.find(Say("您好", "greeting"), 8000)
    assert played is not None
    assert played.seconds == pytest.approx(1.0, abs=0.001)


def test_a_damaged_recording_is_not_played(store: RecordedPrompts, tmp_path: Path) -> None:
    store.keep("greeting", wav())
    (tmp_path / "recorded-prompts" / "greeting.8000.wav").write_bytes(b"RIFF")
    assert store.find(Say("您好", "greeting"), 8000) is None


def test_nothing_is_forgotten_twice(store: RecordedPrompts) -> None:
    store.keep("greeting", wav())
    assert store.forget("greeting")
    assert not store.forget("greeting")
