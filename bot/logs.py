"""Logs without personal data: numbers are masked before anything is written."""

import logging

from bot.business.privacy import mask_text


class _Masked(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return mask_text(super().format(record))


def configure(level: str) -> None:
    """Send this process's log to standard error, masked. What citizens say is never logged, by our own rule."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Masked("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)
