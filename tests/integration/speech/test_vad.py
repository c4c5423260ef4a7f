import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from speech.audio import Audio, resample
from speech.errors import ModelError
from speech.synthesiser import Synthesiser
from speech.vad import GateEvent, SileroVad, SpeechGate

RATES = [8000, 16000]


def quiet(rate: int, seconds: float) -> bytes:
    """Return the faint noise of a line on which nobody speaks."""
    noise = np.random.default_rng(7).normal(0, 8, int(rate * seconds))
    return noise.astype("<i2").tobytes()


def spoken(mouth: Synthesiser, rate: int) -> bytes:
    return resample(mouth.speak("我想问一下失业金怎么领取"), rate).pcm


def edges(events: list[GateEvent]) -> list[GateEvent]:
    return [event for event in events if event.kind != "speech"]


@pytest.mark.parametrize("rate", RATES)
def test_speech_is_found_where_it_is(mouth: Synthesiser, rate: int) -> None:
    pcm = spoken(mouth, rate)
    events = edges(SpeechGate(SileroVad(rate)).feed(quiet(rate, 1.0) + pcm + quiet(rate, 1.5)))
    assert [event.kind for event in events] == ["speech_start", "pause", "speech_end"]
    assert events[0].at_s == pytest.approx(1.0, abs=0.25)
    assert events[1].at_s == events[2].at_s  # the silence that ended it was told when it began
    assert events[2].at_s == pytest.approx(1.0 + Audio(pcm, rate).seconds, abs=0.5)


@pytest.mark.parametrize("rate", RATES)
def test_silence_and_hiss_are_not_speech(rate: int) -> None:
    hiss = np.random.default_rng(3).normal(0, 800, rate * 3).astype("<i2").tobytes()
    assert SpeechGate(SileroVad(rate)).feed(bytes(rate * 4) + quiet(rate, 2.0) + hiss) == []


def test_streams_share_the_network_but_not_their_state(mouth: Synthesiser) -> None:
    vad, pcm = SileroVad(8000), quiet(8000, 0.5) + spoken(mouth, 8000) + quiet(8000, 1.0)
    alone = SpeechGate(vad).feed(pcm)
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda _: SpeechGate(vad).feed(pcm), range(8)))
    assert all(events == alone for events in together)


def test_two_streams_may_take_turns(mouth: Synthesiser) -> None:
    vad, pcm = SileroVad(8000), quiet(8000, 0.5) + spoken(mouth, 8000)
    first, second = SpeechGate(vad), SpeechGate(vad)
    alone = SpeechGate(vad).feed(pcm)
    events: tuple[list[GateEvent], list[GateEvent]] = ([], [])
    for at in range(0, len(pcm), 320):
        events[0].extend(first.feed(pcm[at : at + 320]))
        events[1].extend(second.feed(pcm[at : at + 320]))
    assert events == (alone, alone)


def test_torch_is_not_needed() -> None:
    code = (
        "import sys; sys.modules['torch'] = None; from speech.vad import SileroVad;"
        "assert SileroVad(8000).stream().probability(bytes(512)) < 0.5"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_other_rates_are_refused() -> None:
    with pytest.raises(ModelError) as caught:
        SileroVad(11025)  # type: ignore[arg-type]
    assert caught.value.code == "bad_rate"
