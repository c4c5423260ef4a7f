"""The citizen's side of an order: how far it is, urge, add facts, withdraw, rate."""

from typing import Any

from bot.business.errors import Invalid, NotAllowed, NotFound
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import CITIZEN, Actor
from bot.business.orders.answers import Answers
from bot.business.orders.asker import Asker
from bot.business.orders.log import entry
from bot.business.orders.order import Callback, WorkOrder
from bot.business.orders.progress import RATEABLE, Progress, progress_of
from bot.business.orders.states import Status
from bot.business.permissions import ALLOWED, Permission
from bot.services.orders.families import in_one, locked_with_root, root_number
from bot.services.orders.steps import Steps
from bot.services.orders.telling import tell
from bot.services.ports import UnitOfWork, UnitOfWorkFactory

_LONGEST_KEY = 64


class CitizenOrderService:
    """What the caller does, or a member of staff (an Actor) for them on the telephone.

    Whoever is an Asker has to own the order: a wrong last four and an unknown number are the same NotFound. How often
    somebody may try is up to the web.
    """

    def __init__(self, unit_of_work: UnitOfWorkFactory, steps: Steps) -> None:
        self._work = unit_of_work
        self._steps = steps

    def progress(self, number: str, by: Asker) -> Progress:
        """Return how far the order is. Raises NotFound."""
        with self._work() as work:
            order = _owned(work.work_orders.get(number), by)
            root = root_number(order)
            return progress_of(order, None if root == number else work.work_orders.get(root))

    def urge(self, number: str, by: Asker | Actor) -> WorkOrder:
        """Note that the citizen urges; once a day in China, again on that day changes nothing."""
        return self._tell(number, by, Action.URGE, Details())

    def add_facts(self, number: str, by: Asker | Actor, facts: str) -> WorkOrder:
        """Add what the citizen tells; nothing told earlier is changed. Raises Invalid for nothing or too much."""
        return self._tell(number, by, Action.ADD_FACTS, Details(note=facts))

    def withdraw(self, number: str, by: Asker | Actor, note: str = "") -> WorkOrder:
        """Withdraw the order; withdrawn already, it stays so. Raises NotAllowed when it is too late for that."""

        def do(work: UnitOfWork) -> WorkOrder:
            own, _ = self._locked(work, number, by)
            if own.status is Status.WITHDRAWN:
                return own
            return self._steps.take(work, own, Action.WITHDRAW, Details(note=note), _actor(by))

        return in_one(self._work, do)

    def rate(self, number: str, by: Asker | Actor, answers: Answers, key: str) -> WorkOrder:
        """Write down what the citizen answers; return the order. The same `key` counts once.

        Good closes an order that waits for it; unsolved or dissatisfied reopens it, and for a merged order the one it
        was merged into. Raises NotAllowed while the matter isn't settled.
        """
        if not 1 <= len(key) <= _LONGEST_KEY:
            raise Invalid("key", "评价的防重复编号不对。")
        return in_one(self._work, lambda work: self._rated(work, number, by, answers, f"{number}:{key}"))

    def _rated(
        self, work: UnitOfWork, number: str, by: Asker | Actor, answers: Answers, key: str
    ) -> WorkOrder:
        own, root = self._locked(work, number, by)
        if work.order_callbacks.by_key(key) is not None:
            return own
        _check_may_rate(root or own, by, answers)
        work.order_callbacks.add(self._callback(number, _actor(by), answers, key))
        data = _as_data(answers)
        work.work_orders.add_event(
            entry(number, self._steps.now(), _actor(by), "rated", answers.told, data=data)
        )
        return self._followed(work, own, root, answers, _actor(by))

    def _followed(
        self, work: UnitOfWork, own: WorkOrder, root: WorkOrder | None, answers: Answers, actor: Actor
    ) -> WorkOrder:
        told = Details(note=answers.told)
        if answers.bad:
            reopened = self._steps.take(work, root or own, Action.REOPEN, told, actor)
            return own if root else reopened
        if answers.valid and root is None and own.status is not Status.CLOSED:
            return self._steps.take(work, own, Action.CLOSE, told, actor)
        return own

    def _callback(self, number: str, actor: Actor, answers: Answers, key: str) -> Callback:
        return Callback(
            order_number=number,
            at=self._steps.now(),
            actor=actor.username,
            channel=answers.channel,
            valid=answers.valid,
            contacted=answers.contacted,
            solved=answers.solved,
            satisfied=answers.satisfied,
            note=answers.note,
            key=key,
        )

    def _tell(self, number: str, by: Asker | Actor, action: Action, details: Details) -> WorkOrder:
        def do(work: UnitOfWork) -> WorkOrder:
            own, root = self._locked(work, number, by)
            return tell(work, self._steps, own, root, action, details, _actor(by))

        return in_one(self._work, do)

    def _locked(self, work: UnitOfWork, number: str, by: Asker | Actor) -> tuple[WorkOrder, WorkOrder | None]:
        _owned(work.work_orders.get(number), by)
        return locked_with_root(work, number)


def _owned(order: WorkOrder | None, by: Asker | Actor) -> WorkOrder:
    mine = by.owns(order) if isinstance(by, Asker) else True
    if order is None or not mine:
        raise NotFound("order_unknown", "没有查到这张工单，请核对工单号和登记电话的后四位。")
    return order


def _actor(by: Asker | Actor) -> Actor:
    return CITIZEN if isinstance(by, Asker) else by


def _check_may_rate(settled: WorkOrder, by: Asker | Actor, answers: Answers) -> None:
    if isinstance(by, Actor) and by.role not in ALLOWED[Permission.CALL_BACK]:
        raise NotAllowed("forbidden", "回访由坐席、班长或管理员来做。")
    if isinstance(by, Asker) and not answers.valid:
        raise Invalid("valid", "请回答问题是否解决、是否满意。")
    if settled.status not in RATEABLE:
        raise NotAllowed("not_settled", f"工单现在是“{settled.status.label}”，办好以后才能评价。")


def _as_data(answers: Answers) -> dict[str, Any]:
    satisfied = answers.satisfied and answers.satisfied.value
    return {
        "valid": answers.valid,
        "contacted": answers.contacted,
        "solved": answers.solved,
        "satisfied": satisfied,
    }
