"""The health of the knowledge base: what the store and the live contents say of it, and who is told what expires."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from bot.business.china import CHINA, local_day
from bot.business.notices.composing import of_knowledge
from bot.business.studio.contents import Contents
from bot.business.studio.health_course import Accuracy, Week, accuracy
from bot.business.studio.health_endings import Ending, endings, to_tell
from bot.services.notices import NoticeService
from bot.services.ports import Clock, UnitOfWorkFactory

WEEKS = 13  # a quarter
_RELEASES = 60  # looked at for those that were tried
_BEGINS = time(8)  # on Monday, when offices open
_SOON = timedelta(days=7)
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Hits:
    """In how many talks each topic was answered."""

    month: dict[str, int]  # in the last 30 days
    quarter: dict[str, int]  # in the last 90


class HealthService:
    """Use cases of the knowledge base's health. `live` gives the contents that callers hear now."""

    def __init__(
        self,
        unit_of_work: UnitOfWorkFactory,
        now: Clock,
        live: Callable[[], Contents],
        notices: NoticeService,
    ) -> None:
        self._work = unit_of_work
        self._now = now
        self._live = live
        self._notices = notices

    def hits(self) -> Hits:
        """Return how often topics were answered."""
        found = []
        for days in (30, 90):
            with self._work() as work:
                found.append(work.asked.hits(self._now() - timedelta(days=days)))
        return Hits(*found)

    def coverage(self, weeks: int = WEEKS) -> list[Week]:
        """Return the last weeks, from Monday on, the present one last; each is read in a transaction of its own."""
        today = local_day(self._now())
        monday = today - _DAY * today.weekday()
        found = []
        for back in reversed(range(weeks)):
            first = monday - _WEEK * back
            with self._work() as work:
                counts = work.asked.coverage(_midnight(first), _midnight(first + _WEEK))
            found.append(Week(first, *counts))
        return found

    def accuracy(self) -> list[Accuracy]:
        """Return how well the newest releases did on the test sentences, the oldest first."""
        with self._work() as work:
            return accuracy(work.faq_releases.newest(_RELEASES))

    def tell(self) -> int:
        """Write what administrators are to be told of what expires; return how many notices are new.

        Once in a week all of it, and once for each day what ends on it within _SOON; killed or run twice, it is told once.
        """
        now, today = self._now(), local_day(self._now())
        found = to_tell(endings(self._live(), today))
        told = 0
        for about, ending in _occasions(found, today, now).items():
            with self._work() as work:
                told += self._notices.tell(work, of_knowledge(about, ending, today, now))
                work.commit()
        return told


def _occasions(found: list[Ending], today: date, now: datetime) -> dict[str, list[Ending]]:
    occasions: dict[str, list[Ending]] = {}
    for each in found:
        if today <= each.day <= today + _SOON:
            occasions.setdefault(f"day:{each.day}", []).append(each)
    if found and (today.weekday() or now.astimezone(CHINA).time() >= _BEGINS):
        year, week, _ = today.isocalendar()
        occasions[f"week:{year}-{week:02}"] = found
    return occasions


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA).astimezone(timezone.utc)
