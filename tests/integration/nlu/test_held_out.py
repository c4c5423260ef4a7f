"""What 小政 makes of sentences that nobody trained it with: floors that may only rise, and a strict list of failures.

When a change makes more or fewer sentences fail, look at them, then write the list anew:
`hotline evaluate tests/nlu/*.jsonl --failures tests/nlu/known_failures.txt` (with the product running).
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.business.evaluation import read_case
from bot.business.text import normalise
from bot.knowledge.reader import read
from tests.integration.commands.hotline import hotline
from tests.stack import Site

FILES = sorted(Path("tests/nlu").glob("*.jsonl"))
KNOWN = Path("tests/nlu/known_failures.txt")
NOISE = "0.2"
FLOORS = [
    ("topic_first", 0.955),
    ("topic_in_three", 0.975),
    ("answered", 0.86),
    ("emergency_recall", 0.98),
    ("handoff_recall", 0.97),
    ("work_order_recall", 0.85),
    ("order_status_recall", 0.88),
]
CEILINGS = [("answered_wrong", 0.0125), ("answers_wrong", 0.02), ("out_of_scope_answered", 0.0)]
_EVERYBODYS = 6  # characters
MOST_LOST = 0.04  # of "topic_first", by 20 % of the characters misheard


@pytest.fixture(scope="module")
def clean(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Any], set[str]]]:
    return evaluated(site, tmp_path_factory.mktemp("clean"))


@pytest.fixture(scope="module")
def noisy(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Any], set[str]]]:
    return evaluated(site, tmp_path_factory.mktemp("noisy"), "--noise", NOISE)


def evaluated(site: Site, folder: Path, *options: str) -> tuple[dict[str, Any], set[str]]:
    report, failures = folder / "report.json", folder / "failures.txt"
    done = hotline(
        "evaluate", *map(str, FILES), "-o", str(report), "--failures", str(failures), *options,
        environment=site.environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    shares = json.loads(report.read_text(encoding="utf-8"))["shares"]
    return shares, set(failures.read_text(encoding="utf-8").split())


def share(shares: dict[str, Any], name: str) -> float:
    count, of = shares[name]
    return float(count / of)


@pytest.mark.parametrize(("name", "floor"), FLOORS)
def test_no_figure_falls(clean: tuple[dict[str, Any], set[str]], name: str, floor: float) -> None:
    assert share(clean[0], name) >= floor


@pytest.mark.parametrize(("name", "ceiling"), CEILINGS)
def test_wrong_answers_stay_rare(clean: tuple[dict[str, Any], set[str]], name: str, ceiling: float) -> None:
    assert share(clean[0], name) <= ceiling


def test_misheard_characters_cost_little(
    clean: tuple[dict[str, Any], set[str]], noisy: tuple[dict[str, Any], set[str]]
) -> None:
    assert share(clean[0], "topic_first") - share(noisy[0], "topic_first") <= MOST_LOST


def test_the_known_failures_are_exactly_these(clean: tuple[dict[str, Any], set[str]]) -> None:
    known = set(KNOWN.read_text(encoding="utf-8").split())
    assert sorted(clean[1] - known) == [], "newly wrong"
    assert sorted(known - clean[1]) == [], "right by now: take them from the list"


def test_no_held_out_sentence_is_a_training_sentence() -> None:
    """Apart from what everybody says in the same few words ("谢谢", "转人工")."""
    questions = [each for topic in read(Path("data"), "wenzhou").topics.values() for each in topic.questions]
    others = [
        line[8:] for file in Path("data/nlu").glob("*.yml") for line in file.read_text("utf-8").splitlines()
    ]
    trained = {words for each in (*questions, *others) if len(words := normalise(each)) > _EVERYBODYS}
    held_out = [
        read_case(json.loads(line)) for file in FILES for line in file.read_text("utf-8").splitlines()
    ]
    assert [case.id for case in held_out if normalise(case.text) in trained] == []


def test_every_topic_has_six_held_out_sentences() -> None:
    lines = [json.loads(line) for file in FILES for line in file.read_text("utf-8").splitlines()]
    counts = Counter(line["expect"].get("topic") for line in lines)
    assert [topic for topic in read(Path("data"), "wenzhou").topics if counts[topic] < 6] == []
