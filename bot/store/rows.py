"""Rows to business objects and back."""

from dataclasses import fields
from enum import Enum
from typing import Any, TypeVar

from sqlalchemy import RowMapping

from bot.business.calls.events import Outcome
from bot.business.calls.record import CallRecord
from bot.business.conversation import Channel, Conversation, Owner, Speaker, Turn
from bot.business.handoff import Handoff, HandoffReason, HandoffStatus
from bot.business.staff import Role, Staff
from bot.business.work_order import Status, WorkOrder

T = TypeVar("T")

_ENUMS: dict[tuple[type, str], type[Enum]] = {
    (Conversation, "channel"): Channel,
    (Conversation, "owner"): Owner,
    (Turn, "speaker"): Speaker,
    (Handoff, "reason"): HandoffReason,
    (Handoff, "status"): HandoffStatus,
    (WorkOrder, "status"): Status,
    (CallRecord, "outcome"): Outcome,
    (Staff, "role"): Role,
}


def to_object(kind: type[T], row: RowMapping) -> T:
    """Return the `kind` that `row` holds; columns are named as its fields."""
    values = {field.name: row[field.name] for field in fields(kind)}  # type: ignore[arg-type]
    for name, value in values.items():
        enum = _ENUMS.get((kind, name))
        values[name] = enum(value) if enum and value is not None else value
    return kind(**values)


def to_row(thing: Any, *without: str) -> dict[str, Any]:
    """Return the columns for a business object, except those named."""
    values = {field.name: getattr(thing, field.name) for field in fields(thing) if field.name not in without}
    return {name: value.value if isinstance(value, Enum) else value for name, value in values.items()}
