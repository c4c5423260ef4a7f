"""Looks after the queue every few seconds: gives talks to agents, takes them from who is silent or gone."""

import asyncio
import logging
import time

from bot.conversations.desk import Desk

log = logging.getLogger(__name__)
_EVERY_S = 2.0


async def watch_queue(desk: Desk, grace_s: float, every_s: float = _EVERY_S) -> None:
    """Sweep for ever. A failure is logged and tried again the next time.

    For `grace_s` after the start nobody loses a talk: the agents' pages need that long to come back.
    """
    began = time.monotonic()
    while True:
        try:
            await desk.assign_next()
            if time.monotonic() - began >= grace_s:
                await desk.requeue_silent()
        except Exception:
            log.exception("queue not looked after")
        await asyncio.sleep(every_s)
