"""When someone may retire, by the decision of 2024-09-13 on raising the retirement age step by step.

Source of every rule here: 全国人大常委会《关于实施渐进式延迟法定退休年龄的决定》(2024-09-13) with the State Council's 《办法》,
and 《实施弹性退休制度暂行办法》人社部发〔2024〕94号. Months are counted from year 0: year * 12 + month - 1.
"""

from dataclasses import dataclass
from enum import Enum

_START = 2025 * 12  # January 2025: who had reached the old age before isn't touched
_MOST_EARLY = _MOST_LATE = (
    36  # months by which one may choose to go earlier or, agreed with the employer, later
)


class Path(Enum):
    """Whose table applies: the old age in years, months of birth to each month of delay, and the most months."""

    MAN = (60, 4, 36)
    WOMAN_55 = (55, 4, 36)
    WOMAN_50 = (50, 2, 60)


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    def later(self, months: int) -> "Month":
        """Return the month that comes `months` later (earlier when negative)."""
        count = self.year * 12 + self.month - 1 + months
        return Month(count // 12, count % 12 + 1)


@dataclass(frozen=True)
class Retirement:
    """The statutory age in months and its month, the span one may choose from, and the years of paying that it needs."""

    age: int
    month: Month
    delay: int
    earliest: Month
    latest: Month
    min_years: float


def retirement(birth: Month, path: Path) -> Retirement:
    """Return when someone born in `birth` retires.

    One month of delay for every `step` months of birth, the first ones included: the months between January 2025 and
    the old date, divided by the step, plus one. The years of paying are those of the statutory month's year.
    """
    old_years, step, most = path.value
    old = birth.later(old_years * 12)
    since = old.year * 12 + old.month - 1 - _START
    delay = 0 if since < 0 else min(since // step + 1, most)
    month = old.later(delay)
    earliest = max(old, month.later(-_MOST_EARLY))
    return Retirement(
        old_years * 12 + delay, month, delay, earliest, month.later(_MOST_LATE), min_years(month.year)
    )


def min_years(year: int) -> float:
    """Return the years that must have been paid by who retires in `year`: 15 until 2029, then half a year more each."""
    return 15 + 0.5 * min(max(year - 2029, 0), 10)
