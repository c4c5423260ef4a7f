"""The one time zone of the country: days, deadlines and office hours are meant in it."""

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))  # no summer time since 1991: the rules need no zone data


def local_day(moment: datetime) -> date:
    """Return the day that it is in China at `moment`. Raises ValueError when it has no time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(CHINA).date()
