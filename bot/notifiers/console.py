"""Notices in the log."""

import logging

from bot.business.notices.notice import Notice

log = logging.getLogger(__name__)


class ConsoleNotifier:
    """Writes each notice as a line of the log."""

    name = "console"

    def send(self, notice: Notice) -> None:
        """Write the line."""
        log.info("notice %s to %s: %s %s", notice.id, notice.recipient, notice.subject, notice.text)
