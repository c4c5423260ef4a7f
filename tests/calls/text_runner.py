"""Plays a scripted call as text: the caller's side, and the look at what it came to."""

from collections.abc import Callable
from typing import Any

from bot.business.calls import events as at
from bot.business.calls.policy import CallPolicy
from tests.calls.script_checks import unmet
from tests.calls.scripts import (
    Back,
    Expect,
    Expected,
    HangUp,
    Kill,
    LockDatabase,
    Mumble,
    NobodyAnswers,
    Noise,
    Press,
    Replies,
    Say,
    Scenario,
    Silence,
)
from tests.calls.text_line import TextLine
from tests.calls.text_view import TextView

_STEP_S = 0.1
_GATE_S = 0.2  # of voice before it is believed
_LAG_S = 0.3  # of the recogniser
_PATIENCE_S = 60.0


class TextRunner:
    """Plays one scenario; raises AssertionError with the step that came out otherwise."""

    def __init__(self, scenario: Scenario, answers: dict[str, Replies]) -> None:
        self._scenario = scenario
        self._line = TextLine(CallPolicy(full=scenario.full), {**answers, **scenario.answers})
        self._view = TextView(self._line)
        self._does: dict[type, Callable[[Any], None]] = {
            Say: self._say,
            Press: self._press,
            Silence: lambda step: self._wait(step.silence_s),
            Mumble: lambda step: self._turn("", step.mumble_s),
            Noise: lambda step: self._wait(step.noise_s),
            HangUp: lambda _: self._line.happens(at.HungUp()),
            NobodyAnswers: lambda _: self._line.nobody_answers(),
            Kill: lambda _: setattr(self._line, "down", True),
            Back: lambda _: setattr(self._line, "down", False),
            LockDatabase: self._lock,
            Expect: lambda step: self._expect(step.expect),
        }

    def play(self) -> None:
        """Play all steps."""
        self._line.happens(at.Answered())
        for number, step in enumerate(self._scenario.steps, 1):
            try:
                self._ready(step)
                self._does[type(step)](step)
            except (AssertionError, LookupError) as error:
                where = f"{self._scenario.file}: {self._scenario.name}: step {number} {step!r}"
                raise AssertionError(f"{where}: {error}") from error

    # -- the caller

    def _ready(self, step: Any) -> None:
        """Wait for the moment at which the caller does it."""
        after = getattr(step, "interrupt_after_s", None)
        if after is not None:
            self._until(lambda: self._line.speaks, "小政 never spoke")
            self._wait(after)
        elif isinstance(step, Say) and not step.at_once:
            self._until(lambda: self._line.finished, "小政 never finished")
            self._wait(0.3)
        if not isinstance(step, Expect | Back):
            self._view.since = self._line.now

    def _say(self, step: Say) -> None:
        speed = 4.0 * step.rate / 180
        if not step.pause_in_the_middle_s:
            self._turn(step.say, len(step.say) / speed)
            return
        half = len(step.say) // 2
        self._speak(step.say[:half], half / speed)
        pause = self._line.pause
        if step.pause_in_the_middle_s < pause:
            self._wait(step.pause_in_the_middle_s)
            self._turn(step.say, len(step.say) / speed, begun_s=half / speed)
            return
        self._wait(pause)
        self._heard(step.say[:half])
        self._wait(step.pause_in_the_middle_s - pause)
        self._turn(step.say[half:], (len(step.say) - half) / speed)

    def _turn(self, text: str, seconds: float, begun_s: float = 0.0) -> None:
        self._speak(text, seconds, begun_s)
        self._wait(self._line.pause)
        self._heard(text)

    def _speak(self, text: str, seconds: float, begun_s: float = 0.0) -> None:
        spoken = begun_s
        while spoken < seconds:
            self._wait(min(_STEP_S, seconds - spoken))
            spoken = min(seconds, spoken + _STEP_S)
            if spoken >= _GATE_S:
                heard = max(0.0, spoken - _LAG_S) / max(seconds, _STEP_S)
                self._line.happens(at.Speech(round(spoken, 2), text[: round(len(text) * heard)]))
        self._line.happens(at.Speech(round(max(spoken, _GATE_S), 2), text))

    def _heard(self, text: str) -> None:
        self._line.happens(at.Heard(text, 0.9, self._line.left_s))

    def _press(self, step: Press) -> None:
        for key in step.press * step.times:
            self._line.happens(at.Key(key))
            self._wait(step.every_s)

    def _lock(self, step: LockDatabase) -> None:
        self._line.locked_until = self._line.now + step.lock_database_s

    # -- time

    def _wait(self, seconds: float) -> None:
        self._line.run_to(self._line.now + max(0.0, seconds))

    def _until(self, is_so: Callable[[], bool], why: str) -> None:
        end = self._line.now + _PATIENCE_S
        while not is_so():
            assert self._line.now < end, why
            self._wait(_STEP_S)

    def _expect(self, expected: Expected) -> None:
        end = self._line.now + expected.within_ms / 1000
        while wrong := unmet(expected, self._view):
            assert self._line.now < end, "; ".join(wrong)
            self._wait(_STEP_S)
