"""The moment a release goes live: the understanding is loaded beside first, then one pointer moves, between two turns."""

import asyncio
import time

from anyio.to_thread import run_sync

from bot.conversations.rasa_client import RasaClient, RasaUnavailable
from bot.knowledge.releases import Releases

_PATIENCE_S = 60.0
_LOOK_S = 0.2
_ANYTHING = "你好"


class NotTaken(Exception):
    """The understanding didn't take the release up; the message says so, for people."""


class Switch:
    """Moves the pointer that the hotline, the actions and Rasa follow."""

    def __init__(self, releases: Releases, rasa: RasaClient, patience_s: float = _PATIENCE_S) -> None:
        self._releases = releases
        self._rasa = rasa
        self._patience_s = patience_s

    async def go(self, folder: str, understanding: str, live: str) -> None:
        """Make `folder` the active release. Raises NotTaken, with nothing changed, OSError."""
        if understanding != live:
            await self._prepared(folder, understanding)
        await run_sync(self._releases.activate, folder)
        await run_sync(self._releases.prepare, None)

    async def _prepared(self, folder: str, understanding: str) -> None:
        await run_sync(self._releases.prepare, folder)
        end = time.monotonic() + self._patience_s
        while not await self._loaded(understanding):
            if time.monotonic() > end:
                await run_sync(self._releases.prepare, None)
                raise NotTaken("语义理解没有接受新的版本：训练结果的文件可能坏了，或者语义理解没有在运行。")
            await asyncio.sleep(_LOOK_S)

    async def _loaded(self, understanding: str) -> bool:
        try:
            return (await self._rasa.understand(_ANYTHING)).ready == understanding
        except RasaUnavailable:
            return False
