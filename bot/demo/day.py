"""When citizens come: rush hours in the morning and after lunch, little at night, less at weekends."""

from datetime import datetime, timedelta
from random import Random

from bot.business.china import CHINA

_HOURS = (2, 1, 1, 1, 1, 2, 5, 12, 30, 44, 40, 28, 18, 20, 34, 36, 30, 24, 18, 17, 14, 10, 6, 3)
_WEEKEND = 0.5
_HOUR = timedelta(hours=1)


def arrivals(random: Random, since: datetime, until: datetime, count: int) -> list[datetime]:
    """Return `count` moments from `since` until just before `until`, the earliest first."""
    hours = [since + _HOUR * each for each in range(max(1, round((until - since) / _HOUR)))]
    chosen = random.choices(hours, [_weight(each) for each in hours], k=count)
    latest = until - timedelta(seconds=1)
    return sorted(min(each + _HOUR * random.random(), latest) for each in chosen)


def _weight(moment: datetime) -> float:
    local = moment.astimezone(CHINA)
    return _HOURS[local.hour] * (_WEEKEND if local.weekday() >= 5 else 1)
