"""The forms of an order page: one for each action that is allowed now, with the fields that it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.business.china import local_day
from bot.business.orders.actions import Action, Need
from bot.business.orders.actor import Party
from bot.business.orders.order import WorkOrder
from bot.business.orders.reasons import REASONS
from bot.business.orders.table import MOVES, allowed

A, N = Action, Need
_OWN_FORMS = {A.DISPATCH, A.PREPARE}  # part of the panel for dispatching
_BY_RULE = {A.DISPATCH, A.ESCALATE, A.REOPEN}  # the time limits say the deadline
_GRAVE = {A.TERMINATE, A.WITHDRAW, A.REFUSE_RETURN, A.REFUSE_EXTENSION, A.SEND_BACK}
_FORWARD = {A.SIGN, A.CONTACT, A.START, A.REPORT, A.PASS, A.TAKE_UP, A.GRANT_RETURN, A.GRANT_EXTENSION}
_KINDS = {N.REASON: "select", N.UNIT: "select", N.PARENT: "number", N.DUE: "date", N.REVIEW_AT: "date"}
_LABELS = {
    (A.ASK_RETURN, N.NOTE): "为什么不属于本单位",
    (A.ASK_EXTENSION, N.NOTE): "为什么要延期",
    (A.ASK_EXTENSION, N.DUE): "申请延到哪一天",
    (A.GRANT_EXTENSION, N.DUE): "同意延到哪一天",
    (A.REPORT, N.REPORT): "办理结果（市民会看到）",
    (A.ANSWER, N.REPORT): "答复内容（市民会看到）",
    (A.SEND_BACK, N.NOTE): "哪里不够，要补什么",
    (A.HOLD, N.REVIEW_AT): "哪一天复查（不填按规定）",
    (A.HOLD, N.NOTE): "挂账原因和计划",
}


@dataclass(frozen=True)
class Field:
    """One field; `name` is the one of the interface."""

    name: str
    kind: str  # text, select, number, date
    label: str
    required: bool
    value: str = ""
    options: Mapping[str, str] | None = None


@dataclass(frozen=True)
class ActionForm:
    """An action with its fields; `tone` is primary, danger or empty."""

    action: str
    label: str
    tone: str
    fields: tuple[Field, ...]


def forms(
    order: WorkOrder, role: Party, units: Mapping[str, str], asked_due: datetime | None
) -> list[ActionForm]:
    """Return the forms for what `role` may do now, those that lead the order on first."""
    found = [_form(order, each, units, asked_due) for each in allowed(order, role) if each not in _OWN_FORMS]
    return sorted(found, key=lambda form: ("primary", "", "danger").index(form.tone))


def _form(
    order: WorkOrder, action: Action, units: Mapping[str, str], asked_due: datetime | None
) -> ActionForm:
    needs = [need for need in MOVES[order.status, action].needs if not (need is N.DUE and action in _BY_RULE)]
    fields = [_field(action, need, units, asked_due) for need in needs]
    if N.NOTE not in needs:
        fields.append(Field("note", "text", "说明（可以不填）", required=False))
    tone = "danger" if action in _GRAVE else "primary" if action in _FORWARD else ""
    return ActionForm(action.value, action.label, tone, tuple(fields))


def _field(action: Action, need: Need, units: Mapping[str, str], asked_due: datetime | None) -> Field:
    options = units if need is N.UNIT else REASONS.get(action) if need is N.REASON else None
    value = (
        local_day(asked_due).isoformat()
        if need is N.DUE and asked_due and action is A.GRANT_EXTENSION
        else ""
    )
    label = _LABELS.get((action, need), need.label)
    return Field(need.value, _KINDS.get(need, "text"), label, need is not N.REVIEW_AT, value, options)
