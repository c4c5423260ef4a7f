"""Callers of the measurements: they ask what 小政 knows, over AudioSocket."""

import asyncio
import random
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.calls.site import token
from speech.synthesiser import Synthesiser
from tests.calls.clients.asterisk import AsteriskCaller
from tests.calls.clients.sound import FRAME_S, is_loud
from tests.stack import Site

RATE = 8000
QUESTIONS = (
    "失业金最多领几个月",
    "工伤认定要多久",
    "产假有几天",
    "社保卡丢了怎么办",
    "医保断缴了怎么办",
    "退休金怎么算",
)
PAUSE_S = 0.7  # that ends a question (bot/business/calls/turn_taking.py)
_TURN_S = 8.0  # of a call in the crowd: a question of about three seconds, then listening


@dataclass
class Delays:
    """Seconds, in the order they were measured."""

    answers: list[float] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)  # between frames of ours, as the caller got them


def spoken(folder: Path) -> list[bytes]:
    """Return the questions as sound without silence around them."""
    mouth = Synthesiser(workers=1, cache_dir=folder, rate=180)
    sounds = [_trimmed(mouth.speak(question, rate=RATE).pcm) for question in QUESTIONS]
    mouth.close()
    return sounds


def _trimmed(pcm: bytes) -> bytes:
    size = round(RATE * FRAME_S) * 2
    loud = [at for at in range(0, len(pcm), size) if is_loud(pcm[at : at + size])]
    return pcm[loud[0] : loud[-1] + size]


async def connected(site: Site) -> AsteriskCaller:
    """Return a caller whose call is up."""
    caller = AsteriskCaller(RATE)
    await caller.announce(site.url, token(site))
    return await caller.call("127.0.0.1", site.ports["AUDIOSOCKET_PORT"])


async def past_greeting(caller: AsteriskCaller) -> None:
    """Press # while the greeting begins: enough of it."""
    await caller.sound_after(0.0)
    await caller.press("#")
    await caller.quiet(0.4)


async def one_call(site: Site, sounds: list[bytes], turns: int) -> Delays:
    """Ask one question after the other, each after the answer was broken off."""
    caller, delays = await connected(site), Delays()
    await past_greeting(caller)
    for turn in range(turns):
        end = await caller.say(sounds[turn % len(sounds)])
        delays.answers.append(await caller.sound_after(end) - end)
        await caller.press("#")
        await caller.quiet(0.5)
    await caller.hang_up()
    return delays


async def interrupted(site: Site, sounds: list[bytes], times: int) -> list[float]:
    """Speak into answers; return the seconds from the caller's first sound to our last."""
    caller, found = await connected(site), []
    await past_greeting(caller)
    for turn in range(times):
        end = await caller.say(sounds[turn % len(sounds)])
        await caller.sound_after(end)
        await asyncio.sleep(1.0)
        began = asyncio.get_running_loop().time()
        await caller.say(sounds[(turn + 1) % len(sounds)])
        silent = [at for at, pcm in caller.heard.frames if at > began and is_loud(pcm)]
        before_answer = [at for at in silent if at < caller.last_said]
        found.append(max(before_answer, default=began) - began)
        await caller.sound_after(caller.last_said)
        await caller.press("#")
        await caller.quiet(0.5)
    await caller.hang_up()
    return found


async def crowd(site: Site, sounds: list[bytes], calls: int, seconds: float) -> Delays:
    """Let many callers ask at their own pace, speaking 40 % of the time."""
    delays = Delays()
    callers = [await connected(site) for _ in range(calls)]
    await asyncio.gather(*(past_greeting(caller) for caller in callers))
    await asyncio.gather(*(_asks(caller, sounds, seconds, delays) for caller in callers))
    for caller in callers:
        moments = np.array([at for at, _ in caller.heard.frames])
        delays.gaps += np.diff(moments).tolist()
        await caller.hang_up()
    return delays


async def _asks(caller: AsteriskCaller, sounds: list[bytes], seconds: float, delays: Delays) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.sleep(random.random() * _TURN_S)
    stop = loop.time() + seconds
    while loop.time() < stop:
        began = loop.time()
        sound = random.choice(sounds) + bytes(2 * RATE // 5) + random.choice(sounds)  # 40 % of eight seconds
        end = await caller.say(sound)
        delays.answers.append(await caller.sound_after(end, 15) - end)
        await asyncio.sleep(max(0.0, began + _TURN_S - 0.8 - loop.time()))
        await caller.press("#")
        await asyncio.sleep(0.8)
