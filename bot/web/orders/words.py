"""How moments, people and changes of an order are told on a page."""

from collections.abc import Callable
from datetime import datetime

from bot.business.china import CHINA
from bot.business.orders.actor import Outside
from bot.business.orders.order import WorkOrderEvent
from bot.business.staff import Role

NameOf = Callable[[str | None], str | None]
_CHANNELS = {
    "web": "网页",
    "phone": "电话",
    "agent": "坐席登记",
    "open311": "Open311 接口",
    "terminal": "终端",
}
_PARTIES = {party.value: party.label for party in (*Role, *Outside)}


def moment(at: datetime | None) -> str:
    """Return a moment in China's time; "" for none."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" if at else ""


def channel(name: str) -> str:
    """Return the way by which an order came."""
    return _CHANNELS.get(name, name)


def who(event: WorkOrderEvent) -> str:
    """Return who did something: the role, and for staff the account."""
    party = _PARTIES.get(event.role or event.actor, "")
    return party if event.actor in _PARTIES else f"{party} {event.actor}".strip()


def changes(event: WorkOrderEvent, unit_name: NameOf) -> list[str]:
    """Return what else changed that people need to know, in words."""
    data = event.data or {}
    told = []
    if asked := data.get("asked_due_at"):
        told.append(f"申请延到 {_written(asked)}")
    for field, name in (("due_at", "期限"), ("review_at", "复查日期")):
        if (new := _new(data.get(field))) is not None:
            told.append(f"{name} {_written(new)}")
    if (unit := _new(data.get("unit"))) is not None:
        told.append(f"承办单位 {unit_name(unit) or unit}")
    if parent := _new(data.get("parent")):
        told.append(f"并入 {parent}")
    return told


def asked_due(events: list[WorkOrderEvent]) -> datetime | None:
    """Return the deadline that was asked for last."""
    asked = [each.data["asked_due_at"] for each in events if each.data and "asked_due_at" in each.data]
    return datetime.fromisoformat(asked[-1]) if asked else None


def _new(pair: object) -> str | None:
    return str(pair[1]) if isinstance(pair, list) and len(pair) == 2 and pair[1] else None


def _written(iso: str) -> str:
    return moment(datetime.fromisoformat(iso))
