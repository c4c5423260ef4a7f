"""Which sentences get another reply from a release than from the live one."""

from collections.abc import Iterable
from typing import Any

from bot.business.evaluation import ANSWERS, Outcome

Pair = tuple[Outcome, Outcome]  # live, candidate


def moved_rows(pairs: Iterable[Pair]) -> list[dict[str, Any]]:
    """Return the sentences that get something else now, the worst first."""
    found: list[tuple[int, dict[str, Any]]] = []
    for old, new in pairs:
        step = _worth(new) - _worth(old)
        if step or old.got != new.got:
            row = {
                "text": new.case.text,
                "expected": {"kind": new.case.kind, "topics": sorted(new.case.topics)},
                "before": _shown(old),
                "after": _shown(new),
                "change": "worse" if step < 0 else "better" if step > 0 else "other",
            }
            found.append((step, row))
    return [row for _, row in sorted(found, key=lambda each: each[0])]


def _worth(outcome: Outcome) -> int:
    """Return how good a reply is for who asked: a wrong answer is worse than none."""
    if outcome.right:
        return 3
    if outcome.kind in ANSWERS:
        return -1
    return 2 if outcome.first_right else int(outcome.offered)


def _shown(outcome: Outcome) -> dict[str, Any]:
    return {"kind": outcome.kind, "topic": outcome.topic, "options": list(outcome.options)}
