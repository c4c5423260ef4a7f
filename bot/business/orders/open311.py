"""What the public learns of an order by Open311 GeoReport v2: which orders, in which words, in which state."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.business.china import CHINA
from bot.business.orders.catalogue import Catalogue, Matter
from bot.business.orders.order import WorkOrder
from bot.business.orders.reasons import REDIRECTS
from bot.business.orders.secrecy import for_unit
from bot.business.orders.states import SETTLED, Status

LONGEST_TEXT = 4000
ACTIVE = frozenset(set(Status) - SETTLED)
STATUSES: Mapping[str, frozenset[Status]] = {"open": ACTIVE, "closed": SETTLED}
EXTENDED: Mapping[Status, str] = {  # FixMyStreet's words; "fixed" only its own reporters can say
    Status.REGISTERED: "open",
    Status.PENDING: "open",
    Status.DISPATCHED: "action scheduled",
    Status.RETURN_ASKED: "action scheduled",
    Status.SIGNED: "investigating",
    Status.CONTACTED: "investigating",
    Status.IN_PROGRESS: "in progress",
    Status.EXTENSION_ASKED: "in progress",
    Status.HELD: "planned",
    Status.REPORTED: "in progress",
    Status.REVIEW: "in progress",
    Status.CALLBACK: "in progress",
    Status.REOPENED: "in progress",
    Status.ANSWERED: "closed",
    Status.CLOSED: "closed",
    Status.ARCHIVED: "closed",
    Status.WITHDRAWN: "closed",
    Status.MERGED: "duplicate",
    Status.INFORMED: "duplicate",
    Status.TRANSFERRED: "internal referral",
    Status.REDIRECTED: "not responsible",
    Status.TERMINATED: "unable to fix",
}
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}[@＠][A-Za-z0-9.\-]{1,255}", re.ASCII)


def status(order: WorkOrder) -> str:
    """Return "open" or "closed": closed is where nobody has anything to do any more."""
    return "closed" if order.status in SETTLED else "open"


def offered(catalogue: Catalogue) -> tuple[Matter, ...]:
    """Return the matters that can be reported: those that the hotline takes."""
    return tuple(matter for matter in catalogue.matters.values() if matter.redirect is None)


def public_categories(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the codes of the matters that anybody may read about: nobody's own affair."""
    return tuple(code for code, matter in catalogue.matters.items() if not matter.personal)


def told(text: str) -> str:
    """Return a text without numbers of telephones, identity cards, bank cards, and addresses of mail."""
    return _EMAIL.sub("****", text)[:LONGEST_TEXT]


def w3c(moment: datetime | None) -> str | None:
    """Return a time as the standard writes it, in China's zone: 2026-11-26T12:00:00+08:00."""
    return None if moment is None else moment.astimezone(CHINA).isoformat(timespec="seconds")


def request(order: WorkOrder, catalogue: Catalogue, public_parents: Iterable[str] = ()) -> dict[str, Any]:
    """Return the fields of a public order, in the standard's order; of the caller nothing.

    A parent is named only when it is one of `public_parents`.
    """
    matter, unit = catalogue.matter(order.category or ""), catalogue.units.get(order.unit or "")
    masked = for_unit(replace(order, keep_secret=True))  # of numbers in a text nothing stays
    closed = status(order) == "closed"
    parent = order.parent if order.parent in set(public_parents) else None
    return {
        "service_request_id": order.number,
        "status": status(order),
        "status_notes": _notes(order, parent),
        "extended_status": EXTENDED[order.status],
        "service_name": matter.name,
        "service_code": matter.code,
        "description": told(masked.matter),
        "agency_responsible": unit.name if unit else None,
        "service_notice": None if closed or order.due_at is None else _promise(order.due_at),
        "requested_datetime": w3c(order.created_at),
        "updated_datetime": w3c((order.closed_at if closed else None) or order.updated_at),
        "expected_datetime": w3c(order.due_at),
        "address": told(masked.place) or None,
        "address_id": None,
        "zipcode": None,
        "lat": order.lat,
        "long": order.lon,
        "media_url": None,
    }


def service(matter: Matter) -> dict[str, Any]:
    """Return a matter as an entry of the service list."""
    return {
        "service_code": matter.code,
        "service_name": matter.name,
        "description": matter.path,
        "metadata": True,
        "type": "realtime",
        "keywords": f"{matter.group.name},{matter.subgroup.name}",
        "group": matter.group.name,
    }


def definition(matter: Matter) -> dict[str, Any]:
    """Return what else can be said when a matter is reported: where and when."""
    return {
        "service_code": matter.code,
        "attributes": [
            _attribute(1, "place", "地点", "发生的地点；已经填了 address_string 的，不用再填"),
            _attribute(2, "time", "时间", "什么时候发生的，可以写“前天晚上”"),
        ],
    }


def _attribute(order: int, code: str, name: str, explained: str) -> dict[str, Any]:
    return {
        "variable": True,
        "code": code,
        "datatype": "string",
        "required": False,
        "datatype_description": explained,
        "order": order,
        "description": name,
        "values": [],
    }


def _notes(order: WorkOrder, parent: str | None) -> str:
    """Return the fine state, with a reason only in the words of our own list: what staff wrote may name people."""
    reason = next((each for each in REDIRECTS.values() if order.closed_reason.startswith(each)), None)
    more = (reason, f"duplicate of {parent}" if parent else None)
    return "；".join([order.status.label, *(each for each in more if each)])


def _promise(due_at: datetime) -> str:
    due = due_at.astimezone(CHINA)
    return f"承诺在 {due.year} 年 {due.month} 月 {due.day} 日 {due:%H:%M} 前办结。"
