"""Older orders of the same matter are offered: by category, place and time, and by who calls."""

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.business.orders.duplicates import Advice, Candidate, find_near
from bot.business.orders.nearness import metres
from bot.business.orders.new_facts import has_new_facts
from bot.business.orders.suggest import Suggester
from bot.business.orders.wording import Rarity
from bot.knowledge.matters_reader import read_catalogue

WRITTEN = yaml.safe_load(Path("tests/data/duplicate_pairs.yml").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 26, 8, tzinfo=timezone.utc)
METRES_A_DEGREE = 111_195


@pytest.fixture(scope="module")
def rarity() -> Rarity:
    return Suggester(read_catalogue(Path("data"))).rarity


def order(number: str = "1", **changed: Any) -> Candidate:
    given: dict[str, Any] = {
        "matter": "路灯不亮", "place": "青石巷", "category": "street_lamp", "created_at": NOW, "caller_hash": number,
    }  # fmt: skip
    return Candidate(number, **(given | changed))


def pair(written: dict[str, Any]) -> tuple[Candidate, Candidate]:
    away = written.get("meters")
    first = {"lat": 30.0, "lon": 120.0} if away is not None else {}
    second = {"lat": 30.0 + away / METRES_A_DEGREE, "lon": 120.0} if away is not None else {}
    old = NOW - timedelta(days=written["days"])
    category = written["category"]
    return (
        order("1", category=category, created_at=old, **first, **written["first"]),
        order("2", category=category, **second, **written["second"]),
    )


@pytest.mark.parametrize(
    ("kind", "precision", "recall"),
    [  # measured: pairs 1.0 and 1.0; check 0.875 and 0.933; check_again 1.0 and 1.0
        ("pairs", 0.96, 0.96),
        ("check", 0.85, 0.90),
        ("check_again", 0.90, 0.90),
    ],
)
def test_written_pairs(rarity: Rarity, kind: str, precision: float, recall: float) -> None:
    pairs = [(each["same"], *pair(each)) for each in WRITTEN[kind]]
    found = [(same, bool(find_near(new, [old], rarity))) for same, old, new in pairs]
    hits = sum(same and offered for same, offered in found)
    assert hits / sum(offered for _, offered in found) >= precision
    assert hits / sum(same for same, _ in found) >= recall


@pytest.mark.parametrize(("away", "offered"), [(0, True), (249, True), (251, False)])
def test_250_metres(rarity: Rarity, away: float, offered: bool) -> None:
    old = order("1", lat=30.0, lon=120.0)
    new = order("2", lat=30.0 + away / METRES_A_DEGREE, lon=120.0)
    assert bool(find_near(new, [old], rarity)) is offered


@pytest.mark.parametrize(("days", "offered"), [(0, True), (30, True), (31, False)])
def test_30_days(rarity: Rarity, days: int, offered: bool) -> None:
    assert bool(find_near(order("2"), [order("1", created_at=NOW - timedelta(days=days))], rarity)) is offered


@pytest.mark.parametrize("category", [None, "manhole"])
def test_another_category_or_none_is_not_near(rarity: Rarity, category: str | None) -> None:
    assert not find_near(order("2", category=category), [order("1")], rarity)
    assert not find_near(order("2", category=category), [order("1", category=None)], rarity)


def test_an_order_is_not_near_itself(rarity: Rarity) -> None:
    assert not find_near(order("1"), [order("1")], rarity)


@pytest.mark.parametrize("place", ["", "小区", "我家楼下", "学校门口", "不知道"])
def test_a_place_that_could_be_anywhere_is_none(rarity: Rarity, place: str) -> None:
    assert not find_near(order("2", place=place), [order("1", place=place)], rarity)


def test_coordinates_alone_are_enough(rarity: Rarity) -> None:
    at = {"place": "", "lat": 30.0, "lon": 120.0}
    assert find_near(order("2", **at), [order("1", **at)], rarity)


def test_personal_matters_of_two_callers_are_two_matters(rarity: Rarity) -> None:
    told = {"category": "pension_unpaid", "matter": "养老金没有到账", "place": "青石巷"}
    assert not find_near(order("2", **told), [order("1", **told)], rarity, personal=True)
    mine = find_near(order("2", **told), [order("1", **told, caller_hash="2")], rarity, personal=True)
    assert mine[0].advice is Advice.INFORM


def test_another_caller_is_merged_and_the_reason_told(rarity: Rarity) -> None:
    old = order("1", lat=30.0, lon=120.0, created_at=NOW - timedelta(days=2))
    found = find_near(order("2", lat=30.0 + 80 / METRES_A_DEGREE, lon=120.0), [old], rarity)
    assert found[0].advice is Advice.MERGE
    assert found[0].why == "同一事项，相距约 80 米，青石巷，2 天前登记"


def test_callers_without_a_number_are_not_one_caller(rarity: Rarity) -> None:
    found = find_near(order("2", caller_hash=None), [order("1", caller_hash=None)], rarity)
    assert found[0].advice is Advice.MERGE


def test_a_caller_who_comes_back_needs_no_place(rarity: Rarity) -> None:
    found = find_near(order("2", place="", caller_hash="1"), [order("1")], rarity)
    assert found[0].advice is Advice.INFORM
    assert found[0].why.startswith("同一个人反映过")


def test_a_second_lamp_elsewhere_of_the_same_caller_is_another_matter(rarity: Rarity) -> None:
    assert not find_near(order("2", place="桃园路", caller_hash="1"), [order("1")], rarity)


@pytest.mark.parametrize("told", WRITTEN["again"], ids=lambda told: told["second"])
def test_news_are_told_from_asking_on(rarity: Rarity, told: dict[str, str]) -> None:
    assert has_new_facts(told["second"], told["first"], rarity) is (told["advice"] == "supplement")


def test_news_beside_urging_count(rarity: Rarity) -> None:
    again = order("2", matter="路灯还是不亮，昨天有个老人摔断了腿", caller_hash="1")
    assert find_near(again, [order("1")], rarity)[0].advice is Advice.SUPPLEMENT


def test_the_likeliest_comes_first(rarity: Rarity) -> None:
    new = order("2", place="青石巷菜场")
    others = [order("1", place="青石巷小学"), order("3", place="青石巷菜场"), order("4", place="桃园路")]
    assert [near.order_number for near in find_near(new, others, rarity)] == ["3", "1"]


def test_metres() -> None:
    assert metres(30, 120, 30, 120) == 0
    assert metres(30, 120, 30.001, 120) == pytest.approx(111.2, abs=0.1)
    assert metres(0, 179.9995, 0, -179.9995) == pytest.approx(111.2, abs=0.1)
