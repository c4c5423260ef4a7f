"""`python -m benchmarks.gate`: what limits of the answer gate would do to the training sentences, each left out.

Reads what the newest trained model says of every training sentence as if it had not known it, and decides by the very
rules of bot.business.gate. Sentences of one author resemble each other: held-out wording fares worse (tests/nlu).
"""

import gzip
import json
import tarfile
from pathlib import Path
from typing import Any

from bot.business.gate import CLARIFY, OUT_OF_SCOPE, TOPIC_PREFIX, Decision, Guess, Limits, decide

_GRID = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
_ASK, _ACT = 0.08, 0.6


def main() -> None:
    """Print one line for each pair of limits."""
    model = max(Path("models").glob("xiaozheng-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    rows = _left_out(model)
    print(f"{model.name}: {len(rows)} sentences, {len({row['intent'] for row in rows})} intents")
    print("| answer | topics answered | of these right | right one offered else | out-of-scope answered |")
    print("|---|---|---|---|---|")
    for answer in _GRID:
        print(_line(rows, Limits(answer=answer, ask=_ASK, act=_ACT)))


def _left_out(model: Path) -> list[dict[str, Any]]:
    with tarfile.open(model) as archive:
        name = next(each for each in archive.getnames() if each.endswith("/left_out.json.gz"))
        file = archive.extractfile(name)
        assert file is not None
        rows: list[dict[str, Any]] = json.loads(gzip.decompress(file.read()))
        return rows


def _line(rows: list[dict[str, Any]], limits: Limits) -> str:
    topics = [
        (row["intent"], _decision(row, limits)) for row in rows if row["intent"].startswith(TOPIC_PREFIX)
    ]
    others = [_decision(row, limits) for row in rows if row["intent"] == OUT_OF_SCOPE]
    answered = [(intent, got) for intent, got in topics if got.intent.startswith(TOPIC_PREFIX)]
    right = sum(intent == got.intent for intent, got in answered)
    asked = [(intent, got) for intent, got in topics if got.intent == CLARIFY]
    offered = sum(intent in got.options for intent, got in asked)
    wrongly = sum(got.intent.startswith(TOPIC_PREFIX) for got in others)
    return (
        f"| {limits.answer} | {len(answered) / len(topics):.1%} | {right / len(answered):.1%} "
        f"| {offered} of {len(asked)} | {wrongly} of {len(others)} |"
    )


def _decision(row: dict[str, Any], limits: Limits) -> Decision:
    ranking = [Guess(each["name"], each["confidence"]) for each in row["ranking"]]
    return decide(row["text"], ranking, limits, row["on_subject"])


if __name__ == "__main__":
    main()
