"""Speaks what is known to be said before anybody calls, so that its first sound comes at once."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from anyio.to_thread import run_sync

from bot.business.calls.known import known_answers, known_prompts
from bot.business.faq import KnowledgeBase
from bot.conversations.calls.center import CallCenter
from bot.conversations.calls.recorded_prompts import RATES
from speech.errors import SpeechError
from speech.sentences import sentences

log = logging.getLogger(__name__)

_LOOK_S = 5.0  # how soon a published release is noticed
# Rests, times the work just done: half a core while it is quiet, a twentieth beside calls.
_REST, _REST_LIVE = 1.0, 19.0
_MOST_FAILURES = 3  # then the voice is broken, not a sentence


@asynccontextmanager
async def prepared_sounds(center: CallCenter, look_s: float = _LOOK_S) -> AsyncIterator[None]:
    """Keep the sounds of the active knowledge base ready while the block runs."""
    if not center.voice.speaks:
        yield
        return
    task = asyncio.create_task(_keep_ready(center, look_s))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def prepare(center: CallCenter, base: KnowledgeBase, day: date, known: set[str] | None = None) -> int:
    """Make what is said word for word on `day`, for the lines' rates, slower beside calls; return how many sounds.

    What is `known` is there already, and what was made is added to it, so that after a release little is left to do. Gives
    up when the voice fails again and again: callers get what was made, the rest is made when it is asked for.
    """
    known = set() if known is None else known
    texts = [*known_prompts(), *known_answers(base, day)]
    wanted = dict.fromkeys(sentence for said in texts for sentence in sentences(said.text))
    made = failures = 0
    for sentence in [each for each in wanted if each not in known]:
        done = [await _made(center, sentence, rate) for rate in RATES]
        made += sum(done)
        failures += done.count(False)
        if failures >= _MOST_FAILURES:
            break
        if all(done):
            known.add(sentence)
    return made


async def _made(center: CallCenter, sentence: str, rate: int) -> bool:
    began = time.monotonic()
    try:
        await run_sync(center.voice.say, sentence, False, rate)
    except SpeechError as error:
        log.warning("not prepared: %s", error.code)
        return False
    rest = _REST_LIVE if center.live else _REST
    await asyncio.sleep((time.monotonic() - began) * rest)
    return True


async def _keep_ready(center: CallCenter, look_s: float) -> None:
    """Prepare now, and anew when a release is published or a new day brings another wording into force."""
    held: tuple[KnowledgeBase, date] | None = None
    known: set[str] = set()
    async with asyncio.TaskGroup() as tasks:
        preparing: asyncio.Task[None] | None = None
        while True:
            found = await _known_today(center)
            if found and (held is None or found[0] is not held[0] or found[1] != held[1]):
                if preparing is not None:
                    preparing.cancel()  # what it would still make is out of date
                if held and found[1] != held[1]:
                    known.clear()  # once a day all are looked at: what is asked for stays longest on disk
                held, preparing = found, tasks.create_task(_prepare_and_tell(center, *found, known))
            await asyncio.sleep(look_s)


async def _known_today(center: CallCenter) -> tuple[KnowledgeBase, date] | None:
    try:
        return await run_sync(center.services.knowledge.current), center.services.today()
    except Exception:  # no readable knowledge base: looked for again
        log.exception("knowledge base not read")
        return None


async def _prepare_and_tell(center: CallCenter, base: KnowledgeBase, day: date, known: set[str]) -> None:
    try:
        log.info("prepared %d sounds", await prepare(center, base, day, known))
    except Exception:  # calls go on without
        log.exception("sounds not prepared")
