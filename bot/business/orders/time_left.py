"""How much time a unit still has for an order, as people read it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.business.china import CHINA, local_day
from bot.business.orders.calendar import WorkCalendar
from bot.business.orders.order import WorkOrder
from bot.business.orders.states import AT_UNIT, Status

_SOON = 1  # working days: our own choice of when a list points at an order
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class TimeLeft:
    """What is left, in words; `soon`: today or on the next working day, or already `overdue`."""

    words: str
    overdue: bool = False
    soon: bool = False


def time_left(order: WorkOrder, now: datetime, calendar: WorkCalendar) -> TimeLeft | None:
    """Return how much time the unit has; None when no time runs for it."""
    if order.status is Status.HELD:
        day = order.review_at
        return TimeLeft(f"挂账，{day.astimezone(CHINA):%m月%d日}复查" if day else "挂账")
    if order.status not in AT_UNIT or order.due_at is None:
        return None
    if order.due_at <= now:
        return TimeLeft(_passed(calendar.working_days_between(order.due_at, now)), overdue=True, soon=True)
    days = calendar.working_days_between(now, order.due_at)
    return TimeLeft(_left(now, order.due_at, days), soon=days <= _SOON)


def _passed(days: int) -> str:
    return f"已超期 {days} 个工作日" if days else "已超期"


def _left(now: datetime, due: datetime, days: int) -> str:
    if local_day(now) == local_day(due) or not days:
        hours = (due - now) // _HOUR
        return f"还有 {hours} 小时" if hours else "还有不到 1 小时"
    return f"还有 {days} 个工作日"
