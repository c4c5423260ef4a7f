"""Several ways out as one."""

import logging
from collections.abc import Sequence

from bot.business.notices.delivery import Delivery
from bot.business.notices.notice import Notice
from bot.notifiers.notifier import NotDelivered, Notifier

log = logging.getLogger(__name__)


class FanOut:
    """Sends by every way by which a notice hasn't arrived yet; one that fails doesn't keep the others from it."""

    def __init__(self, notifiers: Sequence[Notifier]) -> None:
        self.notifiers = notifiers

    def __call__(self, notice: Notice) -> Delivery:
        """Return by which ways it has arrived, now and earlier, and what failed."""
        by, errors = set(notice.delivered_by.split()), []
        for notifier in self.notifiers:
            if notifier.name in by:
                continue
            try:
                notifier.send(notice)
                by.add(notifier.name)
            except NotDelivered as error:
                errors.append(f"{notifier.name}: {error}")
            except Exception as error:  # a fault of ours: the notice has to stay in the outbox all the same
                log.exception("notifier %s", notifier.name)
                errors.append(f"{notifier.name}: {type(error).__name__}")
        return Delivery(frozenset(by), "; ".join(errors))
