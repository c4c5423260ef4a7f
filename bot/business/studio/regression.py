"""A release that is being made against the live one, on the same labelled sentences: what a person has to know of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.business.evaluation import Case, Outcome, summarise
from bot.business.studio.floors import Floors, floor_rows, verdict
from bot.business.studio.moved import Pair, moved_rows

__all__ = ["Floors", "report", "verdict"]
MOST_MOVED = 500


def report(
    candidate: Sequence[Outcome],
    live: Sequence[Outcome],
    group_of: Mapping[str, str],
    new_topics: Mapping[str, tuple[int, int]],
    floors: Floors | None = None,
    titles: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return what changed, as JSON knows it; "before" is the live release, "after" the candidate.

    `candidate` and `live` are over the same cases in the same order. `group_of` names the group of each of the candidate's
    topics: sentences of other topics are of removed ones and left out. `new_topics`: those that the live release doesn't
    have, with how many of their own questions were understood when left out of the training, and of how many.
    `titles`: what people call the topics, the removed ones too. Raises ValueError when the cases differ.
    """
    pairs, removed = _without_removed(_paired(candidate, live), group_of)
    known = [pair for pair in pairs if not _is_new(pair[1].case, new_topics)]
    before = summarise([old for old, _ in known], group_of)
    after = summarise([new for _, new in known], group_of)
    topics = _topics(known, group_of)
    new = _new_topics(pairs, new_topics)
    moved = moved_rows(known)
    found = {
        "sentences": len(known),
        "counts": {"before": before["overall"], "after": after["overall"]},
        "shares": {"before": before["shares"], "after": after["shares"]},
        "groups": _groups(before, after),
        "topics": sorted(
            (row for row in topics if row["before"] != row["after"]),
            key=lambda row: (row["after"] - row["before"], row["topic"]),
        ),
        "new_topics": new,
        "removed": removed,
        "moved": moved[:MOST_MOVED],
        "moved_more": max(0, len(moved) - MOST_MOVED),
        "floors": floor_rows(before["shares"], after["shares"], topics, new, floors or Floors()),
    }
    return found | {"titles": _titles(found, titles or {})}


def _paired(candidate: Sequence[Outcome], live: Sequence[Outcome]) -> list[Pair]:
    pairs = list(zip(live, candidate, strict=True))
    if any(old.case != new.case for old, new in pairs):
        raise ValueError("both releases have to be tried on the same sentences")
    return pairs


def _without_removed(pairs: Iterable[Pair], group_of: Mapping[str, str]) -> tuple[list[Pair], list[Any]]:
    kept, gone = [], Counter[str]()
    for pair in pairs:
        topics = pair[1].case.topics
        if topics and not any(topic in group_of for topic in topics):
            gone.update(topics)
        else:
            kept.append(pair)
    return kept, [{"topic": topic, "sentences": count} for topic, count in sorted(gone.items())]


def _is_new(case: Case, new_topics: Mapping[str, tuple[int, int]]) -> bool:
    return bool(case.topics) and all(topic in new_topics for topic in case.topics)


def _groups(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the best guess being right, by what was wanted and by the topics' group."""
    return [
        {
            "name": name,
            "by": by,
            "sentences": counts["sentences"],
            "before": before[by][name]["first_right"],
            "after": counts["first_right"],
        }
        for by in ("groups", "subjects")
        for name, counts in after[by].items()
        if name != "?"
    ]


def _topics(pairs: Iterable[Pair], group_of: Mapping[str, str]) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for old, new in pairs:
        for topic in sorted(new.case.topics & group_of.keys()):
            row = rows.setdefault(topic, {"topic": topic, "sentences": 0, "before": 0, "after": 0})
            row["sentences"] += 1
            row["before"] += old.first_right
            row["after"] += new.first_right
    return [row | {"group": group_of[topic]} for topic, row in sorted(rows.items())]


def _new_topics(pairs: Sequence[Pair], new_topics: Mapping[str, tuple[int, int]]) -> list[dict[str, Any]]:
    """Return how well the new topics are understood: by their own questions, and by test sentences if there are any."""
    rows = []
    for topic, (right, of) in new_topics.items():
        tested = [new.first_right for _, new in pairs if new.case.topics == {topic}]
        rows.append({"topic": topic, "right": right + sum(tested), "of": of + len(tested)})
    return rows


def _titles(found: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, str]:
    """Return the titles of the topics that the report names, so that it can be read when they are gone."""
    rows = [*found["topics"], *found["new_topics"], *found["removed"], *found["floors"]]
    named: set[str] = {row["topic"] for row in rows if row["topic"]}
    for row in found["moved"]:
        named.update(row["expected"]["topics"])
        for got in (row["before"], row["after"]):
            named.update(filter(None, [got["topic"], *got["options"]]))
    return {topic: titles[topic] for topic in sorted(named) if topic in titles}
