"""Tells the pages of this process what happens, as it happens."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

Event = dict[str, Any]
STAFF = "staff"  # the topic that every agent's page listens to
_BACKLOG = 200  # events a page may lag behind before it is cut off and has to catch up from the database


class EventHub:
    """Publishes events by topic: a conversation's id, or STAFF. Nothing is kept for those who come later."""

    def __init__(self) -> None:
        self._queues: dict[str, set[asyncio.Queue[Event]]] = defaultdict(set)

    @asynccontextmanager
    async def subscribe(self, topic: str) -> AsyncIterator[asyncio.Queue[Event]]:
        """Yield a queue of the topic's events from now on."""
        queue: asyncio.Queue[Event] = asyncio.Queue(_BACKLOG)
        self._queues[topic].add(queue)
        try:
            yield queue
        finally:
            self._queues[topic].discard(queue)
            if not self._queues[topic]:
                del self._queues[topic]

    def publish(self, topic: str, event: Event) -> None:
        """Hand `event` to all who listen. A listener that is too slow gets `lost` and nothing more."""
        for queue in list(self._queues.get(topic, ())):
            if queue.qsize() >= _BACKLOG - 1:
                queue.put_nowait({"type": "lost"}) if not queue.full() else None
                self._queues[topic].discard(queue)
            else:
                queue.put_nowait(event)
