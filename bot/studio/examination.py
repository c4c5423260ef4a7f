"""A trained understanding against the live one: what both made of the regression sentences, as a report."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.business.evaluation import Case, Outcome, judge
from bot.business.faq import KnowledgeBase
from bot.business.gate import topic_of
from bot.business.rehearsal import rehearse
from bot.business.studio.regression import report

JUDGED, LEARNT = "judged.json", "learnt.json"  # as bot.nlu.learn writes them


def examine(
    candidate: Path,
    live: Path | None,
    bases: tuple[KnowledgeBase, KnowledgeBase],
    cases: Sequence[Case],
    today: date,
) -> dict[str, Any]:
    """Return the report on the understanding in `candidate`. `bases`: its knowledge base and the live one.

    Without a live understanding there is nothing to be worse than. Raises OSError, ValueError.
    """
    base, before = bases
    cases = [case for case in cases if _concerns(case, base, before)]
    outcomes = _outcomes(candidate, base, cases, today)
    earlier = _outcomes(live, before, cases, today) if live is not None else outcomes
    new = {topic: own for topic, own in _own(candidate).items() if topic not in before.topics}
    group_of = {topic.id: topic.group_title for topic in base.topics.values()}
    titles = {topic.id: topic.title for each in (before, base) for topic in each.topics.values()}
    return report(outcomes, earlier, group_of, new, titles=titles)


def _concerns(case: Case, *bases: KnowledgeBase) -> bool:
    """Return whether a sentence is about anything that one of the knowledge bases has, or about no topic at all."""
    return not case.topics or any(topic in base.topics for base in bases for topic in case.topics)


def learnt_as_a_whole(folder: Path) -> bool:
    """Return whether an understanding was learnt from the beginning, so that later ones can grow from it."""
    return bool(_learnt(folder)["whole"])


def _own(folder: Path) -> dict[str, tuple[int, int]]:
    own = _learnt(folder)["own"].items()
    return {topic: (right, of) for intent, (right, of) in own if (topic := topic_of(intent))}


def _learnt(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / LEARNT).read_text(encoding="utf-8"))
    return found


def _outcomes(folder: Path, base: KnowledgeBase, cases: Sequence[Case], today: date) -> list[Outcome]:
    judged = json.loads((folder / JUDGED).read_text(encoding="utf-8"))
    return [_outcome(case, judged[case.text], base, today) for case in cases]


def _outcome(case: Case, taken: dict[str, Any], base: KnowledgeBase, today: date) -> Outcome:
    intent, options = _known(taken, base)
    reply = rehearse(intent, options, case.text, base, today)
    return judge(case, {**reply, "confidence": taken["confidence"]}, 0.0)


def _known(taken: dict[str, Any], base: KnowledgeBase) -> tuple[str, list[str]]:
    """Return intent and options without topics that the knowledge base doesn't have."""
    options = [each for each in taken["options"] if topic_of(each) in base.topics]
    topic = topic_of(taken["intent"])
    return ("out_of_scope" if topic and topic not in base.topics else taken["intent"]), options
