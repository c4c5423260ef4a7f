"""A work order, what belongs to it, and how a citizen's words become one."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from bot.business import phone
from bot.business.errors import Invalid
from bot.business.orders.states import Status
from bot.business.text import clean


class Kind(Enum):
    """What a citizen wants of the city."""

    CONSULT = "consult"
    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"
    PRAISE = "praise"

    @property
    def label(self) -> str:
        """Return the kind as people read it."""
        return _KINDS[self]


_KINDS = {
    Kind.CONSULT: "咨询",
    Kind.HELP: "求助",
    Kind.COMPLAINT: "投诉",
    Kind.REPORT: "举报",
    Kind.SUGGESTION: "建议",
    Kind.PRAISE: "表扬",
}


class Urgency(Enum):
    """How quickly it has to be settled: each has a time limit of its own."""

    EMERGENCY = "emergency"
    UTILITY = "utility"
    GENERAL = "general"
    COMPLEX = "complex"

    @property
    def label(self) -> str:
        """Return the grade as people read it."""
        return _URGENCIES[self]


_URGENCIES = {
    Urgency.EMERGENCY: "紧急（人身财产安全）",
    Urgency.UTILITY: "水电气热",
    Urgency.GENERAL: "一般",
    Urgency.COMPLEX: "复杂",
}

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
    kind: Kind = Kind.HELP
    keep_secret: bool = False  # the caller asks that the department doesn't learn who they are
    category: str | None = None  # a code of the matters' catalogue, when a person or a program chose one
    lat: float | None = None  # WGS 84
    lon: float | None = None

    def __post_init__(self) -> None:
        for field in _LONGEST:
            object.__setattr__(self, field, self.check(field, getattr(self, field)))
        if self.callback_phone is not None:
            number = phone.find(self.callback_phone)
            if number is None:
                raise Invalid("callback_phone", "回电号码不对：手机号是 11 位，固定电话请带区号。")
            object.__setattr__(self, "callback_phone", number)
        if (self.lat is None) != (self.lon is None) or not _on_earth(self.lat or 0.0, self.lon or 0.0):
            raise Invalid("place", "地点的经纬度不对。")

    @staticmethod
    def check(field: str, value: str) -> str:
        """Return `value` cleaned for `field`. Raises Invalid when it is too short or too long."""
        cleaned = clean(value)
        if len(cleaned) < _SHORTEST[field]:
            raise Invalid(field, f"请说一下{_NAMES[field]}。")
        if len(cleaned) > _LONGEST[field]:
            raise Invalid(field, f"{_NAMES[field]}最多 {_LONGEST[field]} 个字，请说得简短一些。")
        return cleaned


def _on_earth(lat: float, lon: float) -> bool:
    return -90 <= lat <= 90 and -180 <= lon <= 180


@dataclass(frozen=True)
class WorkOrder:
    """A registered order; times are UTC.

    `unit` is the code of who has to settle it, `due_at` until when; both are set when it is dispatched. `parent` is the
    order that this one was merged into. `caller_hash` is the keyed hash of the number, by which talks and orders of one
    caller are found; the number itself is in `callback_phone` only. `resume` is the state to go back to when a request
    for a return or an extension is refused.
    """

    number: str
    conversation_id: str | None
    matter: str
    place: str
    occurred: str
    callback_phone: str | None
    status: Status
    created_at: datetime
    updated_at: datetime
    channel: str = "web"  # of bot.business.conversation.Channel, or "open311", "agent"
    kind: Kind = Kind.HELP
    urgency: Urgency = Urgency.GENERAL
    category: str | None = None
    unit: str | None = None
    caller_hash: str | None = None
    keep_secret: bool = False
    lat: float | None = None
    lon: float | None = None
    parent: str | None = None
    due_at: datetime | None = None
    contact_due_at: datetime | None = None
    dispatched_at: datetime | None = None
    signed_at: datetime | None = None
    contacted_at: datetime | None = None
    reported_at: datetime | None = None
    closed_at: datetime | None = None
    review_at: datetime | None = None  # when a held order is looked at again
    report: str = ""  # what the department says it did; the citizen hears it
    closed_reason: str = ""
    resume: Status | None = None
    supervised: bool = False  # 督办
    no_return: bool = False  # a return was refused: it can't be asked for again
    extended: int = 0  # extensions that were granted
    redone: int = 0  # times that it was reopened
    returned: int = 0  # returns that were granted
    urged: int = 0  # 催单


@dataclass(frozen=True)
class WorkOrderEvent:
    """An entry of an order's log, which is only ever added to. `actor`: a username, "citizen" or "system"."""

    order_number: str
    at: datetime
    actor: str
    action: str
    from_status: str | None
    to_status: str | None
    note: str
    role: str | None = None
    data: dict[str, Any] | None = None  # what else changed: fields with their old and new values


class Satisfaction(Enum):
    """How content a citizen is with what was done."""

    SATISFIED = "satisfied"
    BASICALLY = "basically"
    DISSATISFIED = "dissatisfied"

    @property
    def label(self) -> str:
        """Return the answer as people read it."""
        return {"satisfied": "满意", "basically": "基本满意", "dissatisfied": "不满意"}[self.value]


@dataclass(frozen=True)
class Callback:
    """What a citizen said when asked after the matter. `valid` False: nobody was reached, or nobody answered."""

    order_number: str
    at: datetime
    actor: str
    channel: str
    valid: bool
    contacted: bool | None
    solved: bool | None
    satisfied: Satisfaction | None
    note: str
    key: str  # the same rating sent twice counts once
    id: int = 0


@dataclass(frozen=True)
class Attachment:
    """A file that belongs to an order; its bytes lie in the attachments' folder under `sha256`."""

    id: str
    order_number: str
    name: str
    media_type: str
    size: int  # bytes
    sha256: str
    added_by: str
    at: datetime
