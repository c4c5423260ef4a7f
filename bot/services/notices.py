"""The outbox: notices are written with the change that they tell of, and delivered afterwards, at least once."""

from collections.abc import Callable
from dataclasses import replace

from bot.business.errors import NotFound
from bot.business.notices.composing import of_action
from bot.business.notices.delivery import LEASE, MOST_TRIES, Delivery, after_try
from bot.business.notices.notice import Notice
from bot.business.orders.actions import Action
from bot.business.orders.order import WorkOrder
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory

NameOf = Callable[[str | None], str]  # a category's name for people
Deliver = Callable[[Notice], Delivery]  # never raises: what went wrong is in what it returns
BATCH = 10  # tried within a LEASE even when each waits for its time-out


class NoticeService:
    """Use cases of the outbox. The id of a notice is the receivers' idempotency key."""

    def __init__(self, unit_of_work: UnitOfWorkFactory, now: Clock, name_of: NameOf) -> None:
        self._work = unit_of_work
        self._now = now
        self._name_of = name_of

    def tell(self, work: UnitOfWork, notice: Notice) -> bool:
        """Write a notice in the caller's transaction; return False when its occasion was told already."""
        return work.notices.add(notice)

    def tell_action(self, work: UnitOfWork, action: Action, before: WorkOrder, after: WorkOrder) -> None:
        """Write what `action` tells people, in the transaction of the action itself."""
        for notice in of_action(action, before, after, self._name_of(after.category), self._now()):
            self.tell(work, notice)

    def due(self, limit: int = BATCH) -> list[Notice]:
        """Return notices that are the caller's to deliver for the time of a LEASE, the longest due first."""
        now = self._now()
        with self._work() as work:
            claimed = work.notices.claim(now, now + LEASE, MOST_TRIES, limit)
            work.commit()
            return claimed

    def sent(self, id: str, by: frozenset[str] = frozenset()) -> Notice:
        """Note that a notice has arrived. Raises NotFound."""
        return self._tried(id, Delivery(by))

    def failed(self, id: str, error: str, by: frozenset[str] = frozenset()) -> Notice:
        """Note that it has not, not everywhere: it is tried again after a pause. Raises NotFound."""
        return self._tried(id, Delivery(by, error))

    def deliver(self, deliver: Deliver, limit: int = BATCH) -> int:
        """Deliver what is due, at most `limit`; return how many were tried."""
        claimed = self.due(limit)
        for notice in claimed:
            self._tried(notice.id, deliver(notice))
        return len(claimed)

    def for_order(self, number: str) -> list[Notice]:
        """Return what was told of an order, oldest first."""
        with self._work() as work:
            return work.notices.for_order(number)

    def troubled(self, limit: int = 50) -> list[Notice]:
        """Return what couldn't be delivered so far, newest first; `delivery.given_up` tells for which nobody tries more."""
        with self._work() as work:
            return work.notices.troubled(limit)

    def try_again(self, id: str) -> Notice:
        """Let a notice be tried at once, also one that was given up. Raises NotFound."""
        with self._work() as work:
            notice = _found(work.notices.get(id, lock=True))
            again = replace(notice, tries=0, next_try_at=self._now()) if notice.sent_at is None else notice
            work.notices.update(again)
            work.commit()
            return again

    def _tried(self, id: str, done: Delivery) -> Notice:
        with self._work() as work:
            notice = _found(work.notices.get(id, lock=True))
            if notice.sent_at is None:
                notice = after_try(notice, done, self._now())
                work.notices.update(notice)
                work.commit()
            return notice


def _found(notice: Notice | None) -> Notice:
    if notice is None:
        raise NotFound("notice_unknown", "没有这条通知。")
    return notice
