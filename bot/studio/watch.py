"""What is due to be published is published, and what a stopped process left is put right."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import run_sync

from bot.business.errors import BusinessError
from bot.business.studio.draft import Draft
from bot.services.studio.drafts import DraftService
from bot.services.studio.publishing import PublishingService
from bot.studio.publisher import Publisher

log = logging.getLogger(__name__)

_LOOK_S = 10.0
_QUIET_S = 60.0  # after a start, which has work of its own; then what the first publication would wait for is prepared


@asynccontextmanager
async def watched_publications(
    publisher: Publisher, publishing: PublishingService, drafts: DraftService, look_s: float = _LOOK_S
) -> AsyncIterator[None]:
    """Publish at the moments that were chosen, while the block runs."""
    await publisher.recover()
    task = asyncio.create_task(_watch(publisher, publishing, drafts, look_s))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await publisher.stop()


async def _watch(
    publisher: Publisher, publishing: PublishingService, drafts: DraftService, look_s: float
) -> None:
    began = time.monotonic()
    while True:
        if time.monotonic() - began > _QUIET_S:
            publisher.get_ready()
        try:
            due = await run_sync(publishing.due)
            if due and await run_sync(publishing.busy) is None:
                await _publish(publisher, drafts, due)
        except Exception:  # the database is away, or whatever: looked for again
            log.exception("due publications not looked at")
        await asyncio.sleep(look_s)


async def _publish(publisher: Publisher, drafts: DraftService, due: list[Draft]) -> None:
    try:
        await publisher.publish([draft.id for draft in due], "到了定好的时间", due[0].updated_by)
    except BusinessError as error:
        # one of them stands in the way of the others: all are left to a person, who sees it on the page
        log.warning("not published at its time: %s", error.message)
        for draft in due:
            await run_sync(drafts.unscheduled, draft.id, error.message)
