"""Answers prepared before it is certain that the citizen has finished speaking; thrown away when they go on.

Only questions of the knowledge base are prepared: their action reads and remembers, it does nothing. What Rasa remembers
of a question that is thrown away is taken back.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from bot.business.gate import TOPIC_PREFIX
from bot.conversations.phrasing import LastAnswer, Phrasing
from bot.conversations.rasa_client import RasaClient

PREPARED_MS = "prepared_ms"  # in the first reply: how long it took to prepare
_MOST_AT_ONCE = 2  # a busy machine answers those who have finished first


@dataclass(frozen=True)
class Foreseen:
    """What Rasa was asked for words that were not yet said to their end, and its replies; none when it gave none."""

    words: str
    asked: str
    replies: list[dict[str, Any]]


class Foresight:
    """Keeps at most one prepared answer for each conversation. The caller holds the conversation's lock."""

    def __init__(self, rasa: RasaClient, phrasing: Phrasing) -> None:
        self._rasa, self._phrasing = rasa, phrasing
        self._kept: dict[str, Foreseen] = {}
        self._places = asyncio.Semaphore(_MOST_AT_ONCE)
        self.used = self.thrown_away = 0

    async def prepare(self, session: str, words: str, last: LastAnswer | None) -> list[dict[str, Any]]:
        """Return the replies to `words`, nothing when they are no plain question. Raises RasaUnavailable."""
        kept = self._kept.get(session)
        if kept is not None and kept.words == words and kept.replies:
            return kept.replies
        await self.forget(session)
        if self._places.locked():
            return []
        async with self._places:
            return await self._prepared(session, words, last)

    async def take(self, session: str, words: str) -> list[dict[str, Any]] | None:
        """Return the replies that were prepared for just these words; any others are thrown away. Raises RasaUnavailable."""
        kept = self._kept.get(session)
        if kept is None or kept.words != words or not kept.replies:
            await self.forget(session)
            return None
        self.used += 1
        return self._kept.pop(session).replies

    async def forget(self, session: str) -> None:
        """Throw away what was prepared. Raises RasaUnavailable."""
        kept = self._kept.get(session)
        if kept is not None:
            await self._rasa.take_back(session, kept.asked)
            del self._kept[session]
            self.thrown_away += 1

    async def _prepared(self, session: str, words: str, last: LastAnswer | None) -> list[dict[str, Any]]:
        began = time.monotonic()
        if await self._phrasing.pieces(words) != [words]:
            return []
        whole = await self._phrasing.whole(words, last)
        if not (await self._rasa.understand(whole)).intent.startswith(TOPIC_PREFIX):
            return []
        self._kept[session] = Foreseen(words, whole, [])  # from here on Rasa may remember it
        replies = await self._rasa.ask(session, whole)
        replies[0][PREPARED_MS] = (time.monotonic() - began) * 1000
        self._kept[session] = Foreseen(words, whole, replies)
        return replies
