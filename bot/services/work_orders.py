"""Work orders: open one, find it, move it on."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from bot.business import order_number
from bot.business.caller import HashOf
from bot.business.errors import NotFound
from bot.business.orders.order import Draft, WorkOrder, WorkOrderEvent
from bot.business.orders.states import Status, check_move
from bot.services.ports import Clock, Conflict, UnitOfWork, UnitOfWorkFactory

_TRIES = 20  # 100,000 numbers a day: at 10,000 orders a day, 20 tries all fail once in 10^20 orders
_CHINA = timezone(timedelta(hours=8))


class WorkOrderService:
    """Use cases of work orders."""

    def __init__(
        self,
        unit_of_work: UnitOfWorkFactory,
        now: Clock,
        hash_of: HashOf,
        below: Callable[[int], int] = secrets.randbelow,
    ) -> None:
        self._work = unit_of_work
        self._now = now
        self._hash_of = hash_of
        self._below = below

    def open(
        self, draft: Draft, key: str, conversation_id: str | None = None, actor: str = "citizen"
    ) -> WorkOrder:
        """Write an order and return it; it is on disk before this returns.

        The same `key` always gives the same order, also when two callers race.
        """
        for _ in range(_TRIES):
            try:
                return self._opened(draft, key, conversation_id, actor)
            except Conflict:  # the number is taken, or the key was written a moment ago: look again
                continue
        raise RuntimeError("no free order number")

    def _opened(self, draft: Draft, key: str, conversation_id: str | None, actor: str) -> WorkOrder:
        with self._work() as work:
            earlier = work.work_orders.by_key(key)
            if earlier is not None:
                return earlier
            moment = self._now()
            order = WorkOrder(
                number=order_number.new(_day(moment), self._below),
                conversation_id=conversation_id,
                matter=draft.matter,
                place=draft.place,
                occurred=draft.occurred,
                callback_phone=draft.callback_phone,
                status=Status.REGISTERED,
                unit=None,
                created_at=moment,
                updated_at=moment,
                kind=draft.kind,
                category=draft.category,
                keep_secret=draft.keep_secret,
                lat=draft.lat,
                lon=draft.lon,
                caller_hash=self._hash_of(draft.callback_phone),
            )
            work.work_orders.add(order, key)
            self._log(work, order.number, actor, "registered", to=Status.REGISTERED)
            work.commit()
            return order

    def find(self, number: str) -> WorkOrder | None:
        """Return an order, or None."""
        with self._work() as work:
            return work.work_orders.get(number)

    def search(self, status: Status | None = None, limit: int = 50) -> list[WorkOrder]:
        """Return the newest orders, of one state or all."""
        with self._work() as work:
            return work.work_orders.search(status, limit)

    def for_conversation(self, conversation_id: str) -> list[WorkOrder]:
        """Return the orders opened in a conversation, newest first."""
        with self._work() as work:
            return work.work_orders.for_conversation(conversation_id)

    def events(self, number: str) -> list[WorkOrderEvent]:
        """Return an order's log, oldest first."""
        with self._work() as work:
            return work.work_orders.events(number)

    def change_status(self, number: str, to: Status, actor: str, note: str = "") -> WorkOrder:
        """Move an order to another state. Raises NotAllowed for a move that the table doesn't have."""
        with self._work() as work:
            order = _found(work.work_orders.get(number, lock=True))
            check_move(order.status, to)
            moved = replace(order, status=to, updated_at=self._now())
            work.work_orders.update(moved)
            self._log(work, number, actor, "status_changed", order.status, to, note)
            work.commit()
            return moved

    def reveal_phone(self, number: str, actor: str) -> str | None:
        """Return the number to call back; that `actor` saw it goes into the log first."""
        with self._work() as work:
            order = _found(work.work_orders.get(number))
            if order.callback_phone is None:
                return None
            self._log(work, number, actor, "phone_revealed")
            work.commit()
            return order.callback_phone

    def _log(
        self,
        work: UnitOfWork,
        number: str,
        actor: str,
        action: str,
        was: Status | None = None,
        to: Status | None = None,
        note: str = "",
    ) -> None:
        event = WorkOrderEvent(number, self._now(), actor, action, was and was.value, to and to.value, note)
        work.work_orders.add_event(event)


def _found(order: WorkOrder | None) -> WorkOrder:
    if order is None:
        raise NotFound("order_unknown", "没有这张工单。")
    return order


def _day(moment: datetime) -> date:
    return moment.astimezone(_CHINA).date()
