"""Work orders: what a citizen asks the city to settle, and the states that it goes through."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.business import phone
from bot.business.errors import Invalid, NotAllowed
from bot.business.text import clean


class Status(Enum):
    """The state of an order."""

    REGISTERED = "registered"
    DISPATCHED = "dispatched"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Return the state as people read it."""
        return _LABELS[self]


_LABELS = {
    Status.REGISTERED: "已登记",
    Status.DISPATCHED: "已派单",
    Status.IN_PROGRESS: "办理中",
    Status.CLOSED: "已办结",
    Status.WITHDRAWN: "已撤回",
}

_MOVES: dict[Status, tuple[Status, ...]] = {
    Status.REGISTERED: (Status.DISPATCHED, Status.IN_PROGRESS, Status.CLOSED, Status.WITHDRAWN),
    Status.DISPATCHED: (Status.IN_PROGRESS, Status.REGISTERED, Status.CLOSED, Status.WITHDRAWN),
    Status.IN_PROGRESS: (Status.CLOSED, Status.DISPATCHED, Status.WITHDRAWN),
    Status.CLOSED: (Status.IN_PROGRESS,),
    Status.WITHDRAWN: (),
}


def next_statuses(status: Status) -> tuple[Status, ...]:
    """Return the states that an order in `status` may go to."""
    return _MOVES[status]


def check_move(now: Status, to: Status) -> None:
    """Raise NotAllowed when an order can't go from one state to the other."""
    if to not in _MOVES[now]:
        raise NotAllowed("status_move", f"“{now.label}”的工单不能改成“{to.label}”。")


_LONGEST = {"matter": 2000, "place": 200, "occurred": 200}
_SHORTEST = {"matter": 2, "place": 0, "occurred": 0}
_NAMES = {"matter": "事情", "place": "地点", "occurred": "时间", "callback_phone": "回电号码"}


@dataclass(frozen=True)
class Draft:
    """An order as a citizen tells it, cleaned and checked. Raises Invalid, naming the field."""

    matter: str
    place: str
    occurred: str
    callback_phone: str | None = None

    def __post_init__(self) -> None:
        for field in _LONGEST:
            object.__setattr__(self, field, self.check(field, getattr(self, field)))
        if self.callback_phone is not None:
            number = phone.find(self.callback_phone)
            if number is None:
                raise Invalid("callback_phone", "回电号码不对：手机号是 11 位，固定电话请带区号。")
            object.__setattr__(self, "callback_phone", number)

    @staticmethod
    def check(field: str, value: str) -> str:
        """Return `value` cleaned for `field`. Raises Invalid when it is too short or too long."""
        cleaned = clean(value)
        if len(cleaned) < _SHORTEST[field]:
            raise Invalid(field, f"请说一下{_NAMES[field]}。")
        if len(cleaned) > _LONGEST[field]:
            raise Invalid(field, f"{_NAMES[field]}最多 {_LONGEST[field]} 个字，请说得简短一些。")
        return cleaned


@dataclass(frozen=True)
class WorkOrder:
    """A registered order; times are UTC."""

    number: str
    conversation_id: str | None
    matter: str
    place: str
    occurred: str
    callback_phone: str | None
    status: Status
    department: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class WorkOrderEvent:
    """An entry of an order's log, which is only ever added to."""

    order_number: str
    at: datetime
    actor: str
    action: str
    from_status: str | None
    to_status: str | None
    note: str
