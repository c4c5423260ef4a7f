"""What is given with an action, cleaned and checked."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.business.errors import Invalid
from bot.business.orders.actions import Action, Details, Need
from bot.business.orders.order import WorkOrder
from bot.business.orders.reasons import REASONS
from bot.business.text import clean

LONGEST_NOTE, LONGEST_REPORT = 2000, 4000
_LONGEST_UNIT = 32


def checked(
    order: WorkOrder, action: Action, needs: Iterable[Need], given: Details, now: datetime
) -> Details:
    """Return `given` cleaned. Raises Invalid, naming the field, for what is missing, too long or not possible."""
    cleaned = replace(given, note=clean(given.note), report=clean(given.report))
    _fits("note", "说明", cleaned.note, LONGEST_NOTE)
    _fits("report", "答复内容", cleaned.report, LONGEST_REPORT)
    _fits("unit", "单位代码", cleaned.unit or "", _LONGEST_UNIT)
    for need in needs:
        if not getattr(cleaned, need.value):
            raise Invalid(need.value, f"{action.label}要填{need.label}。")
    _known_reason(action, cleaned)
    _in_time(order, action, cleaned, now)
    return cleaned


def _fits(field: str, name: str, value: str, longest: int) -> None:
    if len(value) > longest:
        raise Invalid(field, f"{name}最多 {longest} 个字，请写得简短一些。")


def _known_reason(action: Action, given: Details) -> None:
    known = REASONS.get(action)
    if known is not None and given.reason not in known:
        raise Invalid("reason", "原因不在可选的范围里，请重新选。")


def _in_time(order: WorkOrder, action: Action, given: Details, now: datetime) -> None:
    for field, moment in (("due_at", given.due_at), ("review_at", given.review_at)):
        if moment is not None and moment.tzinfo is None:
            raise Invalid(field, "日期要写明时区。")
    if action is Action.HOLD and given.review_at is not None and given.review_at <= now:
        raise Invalid("review_at", "复查日期要在今天以后。")
    if action not in (Action.ASK_EXTENSION, Action.GRANT_EXTENSION) or given.due_at is None:
        return
    if given.due_at <= now or (order.due_at is not None and given.due_at <= order.due_at):
        raise Invalid("due_at", "新的期限要比原来的期限晚。")
