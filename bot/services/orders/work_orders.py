"""Work orders for the staff: open one, find it, list them, act on it."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.business.caller import HashOf
from bot.business.errors import NotFound
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import CITIZEN, Actor, is_foreign
from bot.business.orders.log import revealed
from bot.business.orders.order import Callback, Draft, WorkOrder, WorkOrderEvent
from bot.business.orders.search import Filters, OrderPage, Page
from bot.business.orders.secrecy import event_for_unit, for_unit
from bot.business.staff import Role
from bot.services.orders.families import in_one, locked_with_root
from bot.services.orders.merging import merge
from bot.services.orders.opening import Opening, opened
from bot.services.orders.steps import Steps, check_fresh, found
from bot.services.orders.telling import TOLD, tell
from bot.services.ports import Conflict, UnitOfWork, UnitOfWorkFactory

_TRIES = 20  # 100,000 numbers a day: at 10,000 orders a day, 20 tries all fail once in 10^20 orders
_OF_CALLER = 50
_NOTHING, _ALL, _FIRST = Details(), Filters(), Page()


class WorkOrderService:
    """Use cases of work orders. Each change is on disk, with its entry in the log, before it is returned."""

    def __init__(
        self,
        unit_of_work: UnitOfWorkFactory,
        steps: Steps,
        hash_of: HashOf,
        below: Callable[[int], int] = secrets.randbelow,
    ) -> None:
        self._work = unit_of_work
        self._steps = steps
        self._hash_of = hash_of
        self._below = below

    def open(
        self,
        draft: Draft,
        key: str,
        conversation_id: str | None = None,
        actor: str = "citizen",
        channel: str = "web",
        role: Role = Role.AGENT,
    ) -> WorkOrder:
        """Write an order and return it; it is on disk before this returns.

        `actor` is a username of `role`, or "citizen". The same `key` always gives the same order, also when two callers race.
        """
        caller = self._hash_of(draft.callback_phone)
        by = CITIZEN if actor == CITIZEN.username else Actor(actor, role)
        new = Opening(draft, key, conversation_id, by, channel, caller)
        for _ in range(_TRIES):
            try:
                with self._work() as work:
                    order = opened(work, new, self._steps.now(), self._below)
                    work.commit()
                    return order
            except Conflict:  # the number is taken, or the key was written a moment ago: look again
                continue
        raise RuntimeError("no free order number")

    def act(
        self,
        number: str,
        action: Action,
        actor: Actor,
        details: Details = _NOTHING,
        seen: datetime | None = None,
    ) -> WorkOrder:
        """Do `action` to an order and return it; `seen` is the `updated_at` of the order that `actor` looked at.

        Raises NotFound, AlreadyClaimed (it has changed since), NotAllowed (state, role, or another unit's order) and
        Invalid (what is missing in `details`).
        """
        if action is Action.MERGE and details.parent:
            return self.merge(number, details.parent, actor, details.note, seen)

        def do(work: UnitOfWork) -> WorkOrder:
            own, root = locked_with_root(work, number)
            check_fresh(own, seen)
            if action in TOLD:
                return tell(work, self._steps, own, root, action, details, actor)
            return self._steps.take(work, own, action, details, actor)

        return in_one(self._work, do)

    def merge(
        self, child: str, parent: str, actor: Actor, note: str = "", seen: datetime | None = None
    ) -> WorkOrder:
        """Merge an order into another; return the child. See `merging.merge`."""
        return in_one(self._work, lambda work: merge(work, self._steps, child, parent, actor, note, seen))

    def find(self, number: str) -> WorkOrder | None:
        """Return an order, or None."""
        with self._work() as work:
            return work.work_orders.get(number)

    def find_for(self, number: str, actor: Actor) -> WorkOrder:
        """Return an order as `actor` may see it. Raises NotFound, also for another unit's order."""
        order = self.find(number)
        if order is None or is_foreign(order.unit, actor):
            raise NotFound("order_unknown", "没有这张工单。")
        return for_unit(order) if actor.role is Role.DEPARTMENT else order

    def search(self, filters: Filters = _ALL, page: Page = _FIRST, by: Actor | None = None) -> OrderPage:
        """Return a page of orders; of its own, as it may see them, for a department."""
        if by is None or by.role is not Role.DEPARTMENT:
            with self._work() as work:
                return work.work_orders.search(filters, page)
        if by.unit is None:
            return OrderPage((), None)
        with self._work() as work:
            listed = work.work_orders.search(replace(filters, unit=by.unit, caller_hash=None), page)
        return OrderPage(tuple(map(for_unit, listed.orders)), listed.next)

    def for_conversation(self, conversation_id: str) -> list[WorkOrder]:
        """Return the orders opened in a conversation, newest first."""
        with self._work() as work:
            return work.work_orders.for_conversation(conversation_id)

    def for_caller(self, caller_hash: str | None) -> list[WorkOrder]:
        """Return the newest orders of a caller, newest first; none for nobody."""
        with self._work() as work:
            return work.work_orders.for_caller(caller_hash, _OF_CALLER) if caller_hash else []

    def children(self, number: str) -> list[WorkOrder]:
        """Return the orders that are merged into this one: their callers are called back, too."""
        with self._work() as work:
            return work.work_orders.children(number)

    def callbacks(self, number: str) -> list[Callback]:
        """Return what was said when the citizen was asked after the matter, oldest first."""
        with self._work() as work:
            return work.order_callbacks.for_order(number)

    def events(self, number: str) -> list[WorkOrderEvent]:
        """Return an order's log, oldest first."""
        with self._work() as work:
            return work.work_orders.events(number)

    def events_for(self, number: str, actor: Actor) -> list[WorkOrderEvent]:
        """Return an order's log as `actor` may see it. Raises NotFound, also for another unit's order."""
        self.find_for(number, actor)
        events = self.events(number)
        if actor.role is not Role.DEPARTMENT:
            return events
        return [event_for_unit(event) for event in events]

    def reveal_phone(self, number: str, actor: str) -> str | None:
        """Return the number to call back; that `actor` saw it goes into the log first."""
        with self._work() as work:
            order = found(work.work_orders.get(number))
            if order.callback_phone is None:
                return None
            work.work_orders.add_event(revealed(number, self._steps.now(), actor))
            work.commit()
            return order.callback_phone
