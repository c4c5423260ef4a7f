"""How often a notice is tried, and what came of a try."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.business.notices.notice import Notice

MOST_TRIES = (
    72  # the last pauses are an hour long: a receiver may be down from Friday evening until Monday morning
)
LEASE = timedelta(
    minutes=5
)  # nobody else tries meanwhile; who was killed while sending is followed after that
_FIRST, _LONGEST = timedelta(seconds=30), timedelta(hours=1)
_ERROR = 500  # characters


@dataclass(frozen=True)
class Delivery:
    """What came of a try: the ways by which the notice has arrived, now or earlier, and what failed ("" for nothing)."""

    by: frozenset[str]
    error: str = ""


def pause(tries: int) -> timedelta:
    """Return how long to wait after so many tries, at least one: twice as long each time, up to an hour."""
    return min(_FIRST * (1 << min(tries - 1, 10)), _LONGEST)


def after_try(notice: Notice, done: Delivery, now: datetime) -> Notice:
    """Return the notice after a try; one with an error is tried again after a pause, MOST_TRIES times in all."""
    by = " ".join(sorted(done.by))
    if not done.error:
        return replace(notice, delivered_by=by, sent_at=now, error="")
    later = now + pause(notice.tries)
    return replace(notice, delivered_by=by, next_try_at=later, error=done.error[:_ERROR])


def given_up(notice: Notice) -> bool:
    """Return whether nobody tries any more."""
    return notice.sent_at is None and notice.tries >= MOST_TRIES
