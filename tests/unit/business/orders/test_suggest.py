"""What is suggested is mostly right, its certainty means what it says, and the unsure is left to a person."""

from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from bot.business.orders.catalogue import Catalogue
from bot.business.orders.suggest import ABSTAIN, Suggester
from bot.knowledge.matters_reader import read_catalogue

HELD_OUT = yaml.safe_load(Path("tests/data/matters_held_out.yml").read_text(encoding="utf-8"))
SHORT = [(code, words) for code, said in HELD_OUT["held_out"].items() for words in said]
LONG = [(each["code"], each["text"]) for each in HELD_OUT["long"]]

Outcome = tuple[bool, float]  # right, certainty


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(Path("data"))


@pytest.fixture(scope="module")
def suggester(catalogue: Catalogue) -> Suggester:
    return Suggester(catalogue)


@pytest.fixture(scope="module")
def left_out(suggester: Suggester) -> list[Outcome]:
    return [
        (each.matter is each.suggestion.matter, each.suggestion.certainty)
        for each in suggester.leave_one_out()
    ]


def outcomes(suggester: Suggester, said: Iterable[tuple[str, str]]) -> list[Outcome]:
    found = [(code, suggester.suggest(words)[0]) for code, words in said]
    return [(code == best.matter.code, best.certainty) for code, best in found]


def right(found: list[Outcome]) -> float:
    return sum(each for each, _ in found) / len(found)


def sure(found: list[Outcome]) -> list[Outcome]:
    return [each for each in found if each[1] >= ABSTAIN]


def abstained(found: list[Outcome]) -> float:
    return 1 - len(sure(found)) / len(found)


def test_held_out_sentences(catalogue: Catalogue, suggester: Suggester) -> None:
    assert {code for code, _ in SHORT} == set(catalogue.matters)
    found = outcomes(suggester, SHORT)
    assert right(sure(found)) >= 0.89  # measured 0.917
    assert abstained(found) <= 0.23  # 0.193
    assert right(found) >= 0.85  # 0.882


def test_the_first_three_nearly_always_hold_the_right_one(suggester: Suggester) -> None:
    hits = [code in {each.matter.code for each in suggester.suggest(words)} for code, words in SHORT]
    assert sum(hits) / len(hits) >= 0.95  # measured 0.975


def test_long_tales(suggester: Suggester) -> None:
    found = outcomes(suggester, LONG)
    assert right(sure(found)) >= 0.95  # measured 1.0 of 24
    assert abstained(found) <= 0.30  # 0.208


def test_units_of_held_out_sentences(catalogue: Catalogue, suggester: Suggester) -> None:
    best = [(catalogue.matter(code).unit, suggester.suggest_units(words)[0]) for code, words in SHORT]
    found = [(unit == each.unit.code, each.certainty) for unit, each in best]
    assert right(sure(found)) >= 0.92  # measured 0.946
    assert abstained(found) <= 0.18  # 0.147


def test_examples_left_out(left_out: list[Outcome]) -> None:
    assert right(sure(left_out)) >= 0.77  # measured 0.796
    assert abstained(left_out) <= 0.24  # 0.211


@pytest.mark.parametrize("low", [0.0, 0.2, 0.4, 0.6, 0.8])
def test_certainty_is_how_often_it_is_right(left_out: list[Outcome], low: float) -> None:
    among = [each for each in left_out if low <= each[1] < low + 0.2 or (low == 0.8 and each[1] == 1)]
    said = sum(certainty for _, certainty in among) / len(among)
    assert right(among) == pytest.approx(said, abs=0.1)


@pytest.mark.parametrize("words", ["", "喂", "你好", "12345", "abc", "我想点一首歌", "😀" * 50, "\0"])
def test_what_says_nothing_is_left_to_a_person(suggester: Suggester, words: str) -> None:
    assert not suggester.suggest(words)[0].sure
    assert not suggester.suggest_units(words)[0].sure


def test_certainties_fall_and_add_up(catalogue: Catalogue, suggester: Suggester) -> None:
    every = [each.certainty for each in suggester.suggest("小区门口的路灯坏了", len(catalogue.matters))]
    assert every == sorted(every, reverse=True)
    assert sum(every) == pytest.approx(1)


def test_typed_and_spoken_are_the_same(suggester: Suggester) -> None:
    typed, spoken = suggester.suggest("请问，我们这儿停水了！"), suggester.suggest("请问 我们 这儿 停水 了")
    assert typed == spoken
    assert typed[0].matter.code == "water_outage"


def test_a_huge_text_is_taken(suggester: Suggester) -> None:
    assert suggester.suggest("工地半夜打桩吵得睡不着" * 100_000)[0].matter.code == "noise_construction"
