"""Rows to business objects and back."""

from dataclasses import fields
from enum import Enum
from typing import Any, TypeVar

from sqlalchemy import RowMapping

from bot.business.calls.events import Outcome
from bot.business.calls.record import CallRecord
from bot.business.conversation import Channel, Conversation, Owner, OwnershipChange, Speaker, Turn
from bot.business.handoff import Handoff, HandoffReason, HandoffStatus
from bot.business.orders.order import Callback, Kind, Satisfaction, Urgency, WorkOrder
from bot.business.orders.states import Status
from bot.business.queueing.callback_request import CallbackRequest, CallbackStatus
from bot.business.queueing.desk_things import CannedAnswer
from bot.business.queueing.groups import Group
from bot.business.queueing.presence import Presence, PresenceState
from bot.business.staff import Role, Staff
from bot.business.studio.asked import Treated, Treatment
from bot.business.studio.contents import Kind as EntryKind
from bot.business.studio.draft import Draft, DraftState
from bot.business.studio.release import Release, ReleaseState

T = TypeVar("T")

_ENUMS: dict[tuple[type, str], type[Enum]] = {
    (Conversation, "channel"): Channel,
    (Conversation, "owner"): Owner,
    (Turn, "speaker"): Speaker,
    (Handoff, "reason"): HandoffReason,
    (Handoff, "status"): HandoffStatus,
    (WorkOrder, "status"): Status,
    (WorkOrder, "resume"): Status,
    (WorkOrder, "kind"): Kind,
    (WorkOrder, "urgency"): Urgency,
    (Callback, "satisfied"): Satisfaction,
    (Handoff, "group"): Group,
    (OwnershipChange, "from_owner"): Owner,
    (OwnershipChange, "to_owner"): Owner,
    (CallbackRequest, "group"): Group,
    (CallbackRequest, "status"): CallbackStatus,
    (CannedAnswer, "group"): Group,
    (Presence, "state"): PresenceState,
    (Staff, "groups"): Group,
    (CallRecord, "outcome"): Outcome,
    (Staff, "role"): Role,
    (Draft, "kind"): EntryKind,
    (Draft, "state"): DraftState,
    (Release, "state"): ReleaseState,
    (Treated, "treatment"): Treatment,
}

_TUPLES = {(Draft, "editors"), (Release, "changes")}


def to_object(kind: type[T], row: RowMapping) -> T:
    """Return the `kind` that `row` holds; columns are named as its fields."""
    values = {field.name: row[field.name] for field in fields(kind)}  # type: ignore[arg-type]
    for name, value in values.items():
        enum = _ENUMS.get((kind, name))
        if enum and value is not None:
            values[name] = tuple(map(enum, value)) if isinstance(value, list) else enum(value)
        elif (kind, name) in _TUPLES:
            values[name] = tuple(value)
    return kind(**values)


def to_row(thing: Any, *without: str) -> dict[str, Any]:
    """Return the columns for a business object, except those named."""
    return {
        field.name: _plain(getattr(thing, field.name)) for field in fields(thing) if field.name not in without
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, Enum) else value
