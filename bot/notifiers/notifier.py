"""What every way out can do."""

from typing import Protocol

from bot.business.notices.notice import Notice


class NotDelivered(Exception):
    """A notice didn't arrive; the message says why, without secrets and without what it told."""


class Notifier(Protocol):
    """One way out. `name` has no blanks; changing it sends again what is under way."""

    name: str

    def send(self, notice: Notice) -> None:
        """Deliver; a notice may come twice. Raises NotDelivered."""
        ...
