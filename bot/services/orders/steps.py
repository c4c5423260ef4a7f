"""One step of an order inside a running transaction: completed from time limits, applied, written, logged."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.business.china import CHINA
from bot.business.errors import AlreadyClaimed, Invalid, NotAllowed, NotFound
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import Actor
from bot.business.orders.effects import classified
from bot.business.orders.moves import apply, check
from bot.business.orders.order import WorkOrder
from bot.services.orders.limits import Known, Limits
from bot.services.ports import Clock, UnitOfWork

Tell = Callable[[UnitOfWork, Action, WorkOrder, WorkOrder], None]  # tells people, in the same transaction


class Steps:
    """Takes steps; who calls it has locked the order and commits afterwards."""

    def __init__(self, now: Clock, limits: Limits, known: Known, tell: Tell) -> None:
        self.now = now
        self._limits = limits
        self._known = known
        self._tell = tell

    def take(
        self, work: UnitOfWork, order: WorkOrder, action: Action, given: Details, actor: Actor
    ) -> WorkOrder:
        """Return the order after `action`. Raises NotAllowed, Invalid, and NotFound for an unknown code."""
        check(order, action, actor)
        self._check_codes(work, action, given)
        if action is Action.WITHDRAW and work.work_orders.children(order.number):
            raise NotAllowed("others_wait", "还有其他市民反映了同一件事，这件事会继续办理，不能撤回。")
        self._check_extension(order, action, given)
        after, event = apply(order, action, self._completed(order, action, given), actor, self.now())
        work.work_orders.update(after)
        work.work_orders.add_event(event)
        self._tell(work, action, order, after)
        return after

    def _check_codes(self, work: UnitOfWork, action: Action, given: Details) -> None:
        if given.unit:
            self._known.unit(given.unit)
        if given.category:
            self._known.category(given.category)
        if action is Action.INFORM and given.parent:
            found(work.work_orders.get(given.parent))

    def _check_extension(self, order: WorkOrder, action: Action, given: Details) -> None:
        if action is not Action.GRANT_EXTENSION or given.due_at is None:
            return
        latest = self._limits.extendable(order)
        if latest is None and not given.note.strip():
            raise Invalid("note", "现行期限不能再延，法律另有规定的，请在说明里写明依据。")
        if latest is not None and given.due_at > latest:
            raise Invalid("due_at", f"最晚只能延到 {latest.astimezone(CHINA):%Y年%m月%d日 %H:%M}。")

    def _completed(self, order: WorkOrder, action: Action, given: Details) -> Details:
        now = self.now()
        if action in (Action.DISPATCH, Action.ESCALATE):
            due = self._limits.dispatched(replace(order, unit=given.unit, **classified(given)), now)
            return replace(given, due_at=due.due_at, contact_due_at=due.contact_due_at)
        if action is Action.REOPEN:
            return replace(given, due_at=self._limits.redone(order, now))
        if action is Action.HOLD and given.review_at is None:
            return replace(given, review_at=self._limits.held(order, now))
        return given


def found(order: WorkOrder | None) -> WorkOrder:
    """Return the order. Raises NotFound when there is none."""
    if order is None:
        raise NotFound("order_unknown", "没有这张工单。")
    return order


def check_fresh(order: WorkOrder, seen: datetime | None) -> None:
    """Raise AlreadyClaimed when the order has changed since somebody saw it as of `seen`."""
    if seen is not None and order.updated_at != seen:
        raise AlreadyClaimed(
            "stale", f"这张工单刚刚有变动，现在是“{order.status.label}”。请看过最新情况再办。"
        )
