"""A running process takes up each newly published recogniser model; running talks finish with theirs."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import run_sync

from bot.conversations.voice import Voice
from bot.conversations.voice_setup import find_ears, shelf
from bot.settings import Settings
from speech.errors import ModelError
from speech.graph.shelf import Shelf, identity

log = logging.getLogger(__name__)

_LOOK_S = 2.0  # how soon a published model is noticed


@asynccontextmanager
async def followed_ears(settings: Settings, voice: Voice, look_s: float = _LOOK_S) -> AsyncIterator[None]:
    """Keep `voice` on the newest adapted model while the block runs."""
    _, model = find_ears(settings)
    if voice.model is None or model is None:
        yield
        return
    task = asyncio.create_task(_follow(shelf(settings), await run_sync(identity, model), voice, look_s))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _follow(models: Shelf, same: str, voice: Voice, look_s: float) -> None:
    failed = None
    while True:
        await asyncio.sleep(look_s)
        name = await run_sync(models.current, same)
        if name in (None, failed) or voice.model_path == models.path(name):
            continue
        try:
            voice.model = await run_sync(models.open, name)
        except ModelError as error:
            failed = name
            log.error("adapted recogniser model not usable: %s", error.message)
            continue
        voice.model_path = models.path(name)
        log.info("recogniser follows the knowledge base: %s", name)
