import struct

import pytest

from speech.gate import PRE_ROLL_S, GateEvent, SpeechGate

RATE, WINDOW = 8000, 256
STEP = WINDOW / RATE  # 32 ms


class Script:
    """A detector that says what it is told, window by window, and silence afterwards."""

    rate, window = RATE, WINDOW

    def __init__(self, probabilities: list[float]) -> None:
        self._left = iter(probabilities)

    def stream(self) -> "Script":
        return self

    def probability(self, pcm: bytes) -> float:
        assert len(pcm) == WINDOW * 2
        return next(self._left, 0.0)


def sound(windows: int, first: int = 0) -> bytes:
    """Return windows whose samples hold the window's number."""
    return b"".join(struct.pack("<h", number) * WINDOW for number in range(first, first + windows))


def run(probabilities: list[float], **settings: float) -> list[GateEvent]:
    return SpeechGate(Script(probabilities), **settings).feed(sound(len(probabilities)))


def kinds(events: list[GateEvent]) -> list[str]:
    return [event.kind for event in events if event.kind not in ("speech", "pause")]


def test_speech_opens_and_silence_closes() -> None:
    events = run([0.0] * 20 + [0.9] * 30 + [0.0] * 40)
    assert kinds(events) == ["speech_start", "speech_end"]
    assert events[0].at_s == pytest.approx(20 * STEP)
    assert events[-1].at_s == pytest.approx(50 * STEP)


def test_the_sound_before_the_start_is_kept() -> None:
    start = run([0.0] * 20 + [0.9] * 30)[0]
    before = round((start.at_s - PRE_ROLL_S) / STEP)
    assert abs(struct.unpack_from("<h", start.pre_roll)[0] - before) <= 1
    assert (
        struct.unpack_from("<h", start.pre_roll, len(start.pre_roll) - 2)[0] == 26
    )  # up to the opening window


def test_no_sound_is_lost_or_doubled_while_open() -> None:
    events = run([0.0] * 20 + [0.9] * 30 + [0.0] * 40)
    heard = events[0].pre_roll + b"".join(event.pcm for event in events)
    numbers = [struct.unpack_from("<h", heard, at)[0] for at in range(0, len(heard), WINDOW * 2)]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_a_cough_does_not_open() -> None:
    assert run([0.0] * 5 + [0.7] * 4 + [0.0] * 40) == []
    assert run([0.0] * 5 + [0.9] * 2 + [0.0] * 40) == []


def test_a_short_word_opens_once_it_is_over() -> None:
    events = run([0.0] * 5 + [0.6, 0.95, 0.99, 0.99, 0.6] + [0.0] * 40)
    assert kinds(events) == ["speech_start", "speech_end"]
    assert events[0].at_s == pytest.approx(5 * STEP)


def test_bursts_that_are_apart_do_not_add_up() -> None:
    assert run(([0.9] * 2 + [0.0] * 10) * 5) == []


def test_each_silence_is_told_once_before_it_ends_the_utterance() -> None:
    events = run([0.9] * 20 + [0.0] * 15 + [0.9] * 20 + [0.0] * 30)
    told = [event for event in events if event.kind == "pause"]
    assert [event.at_s for event in told] == pytest.approx([20 * STEP, 55 * STEP])
    assert events[-1].kind == "speech_end"


def test_a_short_dip_does_not_close_or_restart() -> None:
    assert kinds(run([0.9] * 20 + [0.0] * 10 + [0.9] * 20 + [0.0] * 30)) == ["speech_start", "speech_end"]


def test_between_the_thresholds_an_open_gate_stays_open() -> None:
    assert kinds(run([0.9] * 20 + [0.4] * 60)) == ["speech_start"]
    assert run([0.4] * 60) == []


def test_endless_noise_is_cut() -> None:
    events = run([0.9] * 200, max_s=2.0)
    assert kinds(events)[:3] == ["speech_start", "speech_end", "speech_start"]


def test_the_pause_can_be_changed_while_running() -> None:
    gate = SpeechGate(Script([0.9] * 20 + [0.0] * 30 + [0.9] * 20 + [0.0] * 30), stop_s=0.6)
    gate.stop_s = 1.5
    assert kinds(gate.feed(sound(100))) == ["speech_start"]
    gate.stop_s = 0.6
    assert kinds(gate.feed(sound(1))) == ["speech_end"]


@pytest.mark.parametrize("size", [1, 2, 3, 511, 512, 513, 5000])
def test_the_size_of_the_pieces_does_not_matter(size: int) -> None:
    script = [0.0] * 20 + [0.9] * 30 + [0.0] * 40
    gate, pcm = SpeechGate(Script(script)), sound(90)
    events = [event for at in range(0, len(pcm), size) for event in gate.feed(pcm[at : at + size])]
    assert events == run(script)


def test_two_utterances_are_two() -> None:
    one = [0.9] * 20 + [0.0] * 40
    assert kinds(run(one + one)) == ["speech_start", "speech_end"] * 2
