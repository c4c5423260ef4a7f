"""Deletes what was kept long enough, once a day, beside everything else."""

import asyncio
import logging

from anyio.to_thread import run_sync

from bot.services.retention import RetentionService

log = logging.getLogger(__name__)
_DAY_S = 24 * 3600.0


async def purge_daily(retention: RetentionService, every_s: float = _DAY_S) -> None:
    """Purge now and then once a day, for ever. A failure is logged and tried again the next time."""
    while True:
        try:
            gone = await run_sync(retention.purge)
            log.info("purged %s", gone)
        except Exception:
            log.exception("purge failed")
        await asyncio.sleep(every_s)
