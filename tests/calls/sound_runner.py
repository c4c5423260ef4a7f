"""Plays a scripted call as sound on a running site: real recogniser, real Rasa, real voice."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tests.calls.caller_voice import noise
from tests.calls.outage import Outages
from tests.calls.script_checks import unmet
from tests.calls.scripts import (
    Back,
    Expect,
    Expected,
    HangUp,
    Kill,
    LockDatabase,
    Noise,
    Press,
    Say,
    Scenario,
    Silence,
)
from tests.calls.sound_line import CONNECT, Hotline
from tests.calls.sound_view import SoundView

_LOOK_S = 0.15
_POLITE_S = 1.0  # of quiet before the caller takes the floor
_NOTHING_COMES_S = 8.0
_CALL_S = 170.0


async def play(scenario: Scenario, line: str, hotline: Hotline) -> str | None:
    """Play one call; return what came out otherwise, or None."""
    try:
        async with asyncio.timeout(_CALL_S):
            await _SoundCall(scenario, line, hotline).play()
    except Exception as error:  # one broken call says so and lets the others go on
        return f"{scenario.file}: {scenario.name} ({line}): {type(error).__name__}: {error}"
    return None


class _SoundCall:
    def __init__(self, scenario: Scenario, line: str, hotline: Hotline) -> None:
        self._scenario, self._line, self._hotline = scenario, line, hotline
        self._outages = Outages(hotline.site)
        self._does: dict[type, Callable[[Any], Awaitable[Any]]] = {
            Say: self._say,
            Press: self._press,
            Silence: lambda step: asyncio.sleep(step.silence_s),
            Noise: lambda step: self._caller.say(noise(step.noise_s, step.loudness, self._caller.rate)),
            HangUp: lambda _: self._caller.hang_up(),
            Kill: lambda step: self._outages.kill(step.kill),
            Back: lambda step: self._outages.back(step.back),
            LockDatabase: lambda step: self._outages.lock_database(step.lock_database_s),
            Expect: lambda step: self._expect(step.expect),
        }

    async def play(self) -> None:
        self._caller, record = await CONNECT[self._line](self._hotline)
        self._view = SoundView(self._caller, record, self._hotline.voice)
        try:
            for number, step in enumerate(self._scenario.steps, 1):
                await self._step(number, step)
        finally:
            await self._outages.over()
            if not self._caller.closed.is_set():
                await self._caller.hang_up()

    async def _step(self, number: int, step: Any) -> None:
        try:
            await self._ready(step, first=number == 1)
            await self._does[type(step)](step)
        except (AssertionError, TimeoutError) as error:
            raise AssertionError(f"step {number} {step!r}: {error}\n{self._view.story()}") from error

    async def _ready(self, step: Any, first: bool) -> None:
        """Wait for the moment at which the caller does it."""
        after = getattr(step, "interrupt_after_s", None)
        if after is not None:
            await self._caller.sound_after(self._view.since, 15.0)
            await asyncio.sleep(after)
        elif isinstance(step, Say) and not step.at_once and not (first and self._line == "page"):
            await self._politely()
        if not isinstance(step, Expect | Back):
            self._view.mark()

    async def _politely(self) -> None:
        """Let 小政 answer and finish."""
        try:
            await self._caller.sound_after(self._view.since, _NOTHING_COMES_S)
        except TimeoutError:
            return
        await self._caller.quiet(_POLITE_S, 60.0)

    async def _say(self, step: Say) -> None:
        pcm = await asyncio.to_thread(self._hotline.voice.say, step, self._caller.rate)
        await self._caller.say(pcm)
        self._view.since = asyncio.get_running_loop().time()  # what was broken off is no answer

    async def _press(self, step: Press) -> None:
        for key in step.press * step.times:
            if self._caller.closed.is_set():
                return
            await self._caller.press(key)
            await asyncio.sleep(step.every_s)

    async def _expect(self, expected: Expected) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + expected.within_ms / 1000
        while wrong := unmet(expected, self._view):
            assert loop.time() < end, "; ".join(wrong)
            await asyncio.sleep(_LOOK_S)
