"""Sums from one sentence: months, days, dates."""

from datetime import date

import pytest

from bot.business.sums import (
    injury_deadlines,
    maternity_days,
    unemployment_months,
    waiting_months,
    worked_out,
)

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("years", "months"), [(0.9, 0), (1, 12), (4.9, 12), (5, 18), (9.9, 18), (10, 24), (30, 24)]
)
def test_months_of_unemployment_benefit(years: float, months: int) -> None:
    assert unemployment_months(years) == months


def test_waiting_period_grows_with_the_lapse() -> None:
    assert [waiting_months(years) for years in (0, 1, 4)] == [3, 4, 7]


def test_maternity_leave() -> None:
    assert maternity_days() == 98
    assert maternity_days(children=2) == 113
    assert maternity_days(children=3, difficult=True) == 143
    assert [maternity_days(lost_after_months=months) for months in (1, 3, 4, 6)] == [15, 15, 42, 42]


def test_injury_deadlines_also_from_a_leap_day() -> None:
    assert injury_deadlines(date(2026, 3, 1)) == (date(2026, 3, 31), date(2027, 3, 1))
    assert injury_deadlines(date(2028, 2, 29))[1] == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("topic", "sentence", "told"),
    [
        ("unemp_duration", "我交了七年失业金能领几个月", "7年，最长可以领18个月"),
        ("unemp_duration", "缴了十二年社保", "12年，最长可以领24个月"),
        ("unemp_duration", "交了8个月能领吗", "8个月，不满1年"),
        ("resident_medical_wait", "居民医保断了两年再交要等多久", "一共5个月"),
        ("resident_medical_wait", "五年没交合作医疗了", "不少于6个月"),
        ("maternity_leave", "双胞胎难产产假几天", "128天"),
        ("maternity_leave", "怀孕五个月流产休几天", "42天"),
        ("maternity_leave", "流产的时候才两个月", "15天"),
        ("injury_deadline", "我今年3月5日受的伤还能报吗", "2026年4月4日前申请工伤认定"),
        ("injury_deadline", "十二月一号在厂里摔的", "2025年12月1日受的伤"),
        ("injury_deadline", "2024年5月6日受伤现在还能申请吗", "已经过了"),
    ],
)
def test_figures_in_the_sentence_are_used(topic: str, sentence: str, told: str) -> None:
    assert told in (worked_out(topic, sentence, TODAY) or "")


@pytest.mark.parametrize(
    ("topic", "sentence"),
    [
        ("unemp_duration", "失业金能领几个月"),
        ("resident_medical_wait", "断保再交要等多久"),
        ("maternity_leave", "产假几天"),
        ("injury_deadline", "工伤多久内申请"),
        ("injury_deadline", "2月30日受伤"),
        ("injury_deadline", "2027年1月1日受伤"),
        ("unemp_amount", "交了七年"),
    ],
)
def test_without_figures_nothing_is_worked_out(topic: str, sentence: str) -> None:
    assert worked_out(topic, sentence, TODAY) is None
