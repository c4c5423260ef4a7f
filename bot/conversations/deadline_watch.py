"""Runs the deadline sweep, the look at what expires, and the delivery of notices beside everything else."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from anyio.to_thread import run_sync

from bot.services.deadlines import DeadlineService
from bot.services.notices import BATCH, Deliver, NoticeService
from bot.services.studio.health import HealthService

log = logging.getLogger(__name__)
_SWEEP_S, _DELIVER_S, _EXPIRY_S = 30.0, 3.0, 600.0


@asynccontextmanager
async def watched_deadlines(
    deadlines: DeadlineService,
    notices: NoticeService,
    deliver: Deliver,
    sweep_s: float = _SWEEP_S,
    deliver_s: float = _DELIVER_S,
    health: HealthService | None = None,
    expiry_s: float = _EXPIRY_S,
) -> AsyncIterator[None]:
    """Sweep and deliver while the body runs. Nothing is kept here: what is due follows from the database alone."""
    tasks = [
        asyncio.create_task(_again(lambda: _swept(deadlines), sweep_s)),
        asyncio.create_task(_again(lambda: _delivered(notices, deliver), deliver_s)),
    ]
    if health is not None:
        tasks.append(asyncio.create_task(_again(lambda: _told(health), expiry_s)))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


def _swept(deadlines: DeadlineService) -> bool:
    deadlines.sweep()
    return False


def _told(health: HealthService) -> bool:
    health.tell()
    return False


def _delivered(notices: NoticeService, deliver: Deliver) -> bool:
    return notices.deliver(deliver, BATCH) == BATCH


async def _again(do: Callable[[], bool], every_s: float) -> None:
    """Do it for ever, at once when it says that there is more. A failure is logged and tried again the next time."""
    while True:
        more = False
        try:
            more = await run_sync(do)
        except Exception:
            log.exception("deadlines")
        await asyncio.sleep(0 if more else every_s)
