"""How the knowledge base did: questions answered week by week, test sentences understood release by release."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.business.studio.release import Release


@dataclass(frozen=True)
class Week:
    """Seven days from `first`: questions that were answered, asked back without a choice, and not understood."""

    first: date
    answered: int
    left_open: int
    missed: int

    @property
    def asked(self) -> int:
        """Return all of them."""
        return self.answered + self.left_open + self.missed

    @property
    def share(self) -> float | None:
        """Return the share that was answered, 0 to 1; None when nobody asked."""
        return self.answered / self.asked if self.asked else None


@dataclass(frozen=True)
class Accuracy:
    """How many of a release's test sentences had the right first guess: (right, of), as a whole and by the topics' group."""

    number: int
    at: datetime
    overall: tuple[int, int]
    groups: Mapping[str, tuple[int, int]]


def accuracy(releases: Iterable[Release]) -> list[Accuracy]:
    """Return the accuracy of the releases that were tried and went live, the oldest first."""
    tried = [each for each in releases if each.report and each.live_at]
    found = [_accuracy(each, each.report or {}, each.live_at or each.created_at) for each in tried]
    return sorted((each for each in found if each), key=lambda each: each.number)


def _accuracy(release: Release, report: Mapping[str, Any], at: datetime) -> Accuracy | None:
    """Return what a report says; one of another make says nothing."""
    try:
        overall = _pair(report["shares"]["after"]["topic_first"])
        rows = [row for row in report.get("groups") or () if row["by"] == "subjects"]
        groups = {str(row["name"]): _pair((row["after"], row["sentences"])) for row in rows}
    except (KeyError, TypeError, ValueError):
        return None
    return Accuracy(release.number, at, overall, groups) if overall[1] else None


def _pair(value: Sequence[int]) -> tuple[int, int]:
    right, of = map(int, value)
    return right, of
