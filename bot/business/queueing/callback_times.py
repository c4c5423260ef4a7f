"""When a citizen can be called back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.business.china import CHINA
from bot.business.errors import Invalid
from bot.business.queueing.office_hours import OfficeHours, clock, day_in_words

_NOON = time(12, 0)
_OFFERED = 4
_FURTHEST = 30  # days ahead
_SHORTEST = timedelta(minutes=30)
_LONGEST = timedelta(hours=12)


@dataclass(frozen=True)
class CallbackTime:
    """A part of a day in which a call can be promised."""

    start: datetime
    end: datetime
    label: str

    def as_dict(self) -> dict[str, str]:
        """Return it as JSON-ready values."""
        return {"from": self.start.isoformat(), "to": self.end.isoformat(), "label": self.label}


def offered_times(hours: OfficeHours, now: datetime) -> list[CallbackTime]:
    """Return the next mornings and afternoons of the office, the nearest first."""
    found = []
    for each in _halves(hours, now):
        found.append(each)
        if len(found) == _OFFERED:
            break
    return found


def check_times(start: datetime, end: datetime, hours: OfficeHours, now: datetime) -> None:
    """Raise Invalid when nobody could call between these moments."""
    span = hours.span(start.astimezone(CHINA).date())
    if end <= now or start >= end:
        raise Invalid("wanted_from", "回电时间要在现在以后，开始要早于结束。")
    if end - start > _LONGEST or start > now + timedelta(days=_FURTHEST):
        raise Invalid("wanted_from", f"回电时间要在 {_FURTHEST} 天以内的同一天。")
    if span is None or start < span[0] or end > span[1]:
        raise Invalid("wanted_from", f"那个时间没有人上班。回电时间：{hours.in_words()}。")


def _halves(hours: OfficeHours, now: datetime) -> Iterator[CallbackTime]:
    today = now.astimezone(CHINA).date()
    for ahead in range(_FURTHEST):
        day = today + timedelta(days=ahead)
        span = hours.span(day)
        if span is None:
            continue
        noon = datetime.combine(day, _NOON, CHINA)
        for name, start, end in (
            ("上午", span[0], min(span[1], noon)),
            ("下午", max(span[0], noon), span[1]),
        ):
            begin = max(start, now.astimezone(CHINA).replace(second=0, microsecond=0))
            if end - begin >= _SHORTEST:
                label = f"{day_in_words(day, today)}{name} {clock(begin)}—{clock(end)}"
                yield CallbackTime(begin, end, label)
