"""The calendar and the time limits are read whole or not at all, and every problem is named with its place."""

import shutil
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from bot.business.orders.order import Kind, Urgency
from bot.business.orders.time_limit import Grade, Step
from bot.knowledge.office_reader import read_calendar, read_time_limits
from bot.knowledge.reader import KnowledgeError

SHIPPED = Path("data/reference")
READERS = {"calendar.yml": read_calendar, "time_limits.yml": read_time_limits}


def problems(tmp_path: Path, file: str, old: str, new: str) -> list[str]:
    path = tmp_path / "reference" / file
    path.parent.mkdir()
    shutil.copy(SHIPPED / file, path)
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        READERS[file](path)
    return [str(each) for each in raised.value.problems]


def line_of(file: str, words: str) -> int:
    lines = (SHIPPED / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_the_shipped_calendar_holds_the_official_arrangements() -> None:
    calendar = read_calendar(SHIPPED / "calendar.yml")
    assert calendar.known_years == {2025, 2026}
    assert all(day.weekday() >= 5 for day in calendar.make_up_days)
    assert not calendar.make_up_days & calendar.holidays
    # as the notices count the days off: 1+8+3+5+3+8 in 2025, 3+9+3+5+3+3+7 in 2026
    assert sum(day.year == 2025 for day in calendar.holidays) == 28
    assert sum(day.year == 2026 for day in calendar.holidays) == 33
    assert sum(day.year == 2025 for day in calendar.make_up_days) == 5
    assert sum(day.year == 2026 for day in calendar.make_up_days) == 6


def test_the_shipped_calendar_gives_the_13_legal_holidays_and_not_a_day_more() -> None:
    calendar = read_calendar(SHIPPED / "calendar.yml")
    for year in calendar.known_years:
        every = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
        assert sum(map(calendar.is_workday, every)) == 365 - 104 - 13
    assert calendar.is_workday(date(2026, 2, 14))
    assert not calendar.is_workday(date(2026, 2, 16))


def test_the_shipped_time_limits_are_complete_and_honest() -> None:
    known = read_time_limits(SHIPPED / "time_limits.yml")
    assert known.active.code == known.default == "draft_db11"
    assert set(known.profiles) == {"draft_db11", "shanghai", "shandong"}
    for profile in known.profiles.values():
        assert set(profile.settle) == set(product(Kind, Urgency))
        assert set(profile.steps) == set(Step)
        limits = [*profile.settle.values(), *profile.steps.values()]
        assert all(limit.origin for limit in limits)
        assert not any("没有查到" in limit.origin and limit.grade is not Grade.OWN for limit in limits)
    assert known.profiles["shanghai"].steps[Step.REDO] != known.active.steps[Step.REDO]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("work: [2026-05-09]", "work: [2026-05-08]", "work 要写调休上班的周六或周日"),
        ("work: [2026-05-09]", "work: [2026-05-02]", "2026-05-02 又写放假又写上班"),
        ("work: [2026-05-09]", "work: [2026-09-20]", "2026-09-20 写了两次"),
        ("first: 2026-06-19", "first: 2026-06-31", "这个值读不懂"),
        ("first: 2026-06-19", "first: 端午", "first 和 last 要写日期"),
        ("first: 2026-06-19", "first: 2026-06-22", "first 到 last 要在 1 到 15 天之间"),
        ("last: 2026-06-21", "last: 2026-07-21", "first 到 last 要在 1 到 15 天之间"),
        ("first: 2026-10-01, last: 2026-10-07", "first: 2025-11-01, last: 2025-11-03", "不在 2026 年"),
        ("first: 2026-09-25, last: 2026-09-27", "first: 2026-10-07, last: 2026-10-07", "写了两次"),
        ("{name: 中秋节,", "{title: 中秋节,", "不认识的项目“title”"),
        ("{name: 中秋节,", "{name: '',", "缺少 name"),
        ("year: 2026", "year: 2025", "2025 年写了两次"),
        ("year: 2026", "year: 今年", "year 要写年份"),
        ("    source: 国务院办公厅关于2026", "    # 国务院办公厅关于2026", "缺少 source"),
        ('opens: "08:30"', "opens: 8", "office_hours 的 opens 要写成"),
        ('closes: "17:30"', 'closes: "25:30"', "office_hours 的 closes 要写成"),
        ('closes: "17:30"', 'closes: "07:30"', "opens 要早于 closes"),
        ("years:", "jahre:", "缺少 years 列表"),
        ("years:", "years: [", "YAML 写法有误"),
    ],
)
def test_a_mistake_in_the_calendar_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    found = problems(tmp_path, "calendar.yml", old, new)
    assert any(told in each for each in found), found


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("default: draft_db11", "default: beijing", "方案“beijing”不在 profiles 里"),
        ("amount: 15, unit: working_days", "amount: 0, unit: working_days", "amount 要写 1 到 1000 的整数"),
        ("amount: 15, unit: working_days", "amount: true, unit: working_days", "amount 要写"),
        ("amount: 15, unit: working_days", "amount: 15, unit: weeks", "unit（单位）只能是"),
        ("grade: P", "grade: W", "grade（查证程度）只能是：P、S、own"),
        ("grade: P", "grade: N", "grade（查证程度）只能是：P、S、own"),
        ("grade: P, origin: 《", "grade: P, origins: 《", "缺少 origin（出处）"),
        ("urgencies: [complex]", "urgencies: [hard]", "urgencies只能是"),
        ("urgencies: [complex]", "urgencies: [general]", "咨询、一般的时限写了两次"),
        ("kinds: [help, complaint]", "kinds: [help]", "缺少投诉、一般的时限"),
        ("kinds: [help, complaint]", "kinds: []", "缺少 kinds 列表"),
        ("  review: {", "  revue: {", "步骤只能是"),
        ("  review: {", "  # review: {", "steps 里缺少 review（审核）"),
        ("shares: [0.5]", "shares: [5]", "shares 要写 0 和 1 之间的小数"),
        ("working_days_before: [1]", "working_days_before: [0.5]", "working_days_before 要写"),
        ("    name: 上海", "    title: 上海", "不认识的项目“title”"),
        ("profiles:", "plans:", "缺少 profiles"),
    ],
)
def test_a_mistake_in_the_time_limits_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    found = problems(tmp_path, "time_limits.yml", old, new)
    assert any(told in each for each in found), found


def test_a_problem_names_its_file_and_line(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "calendar.yml", "work: [2026-05-09]", "work: [2026-05-08]")
    assert found.startswith(f"reference/calendar.yml:{line_of('calendar.yml', '2026-05-09')}: ")


@pytest.mark.parametrize("file", READERS)
def test_a_missing_or_senseless_file_is_a_problem(tmp_path: Path, file: str) -> None:
    with pytest.raises(KnowledgeError, match="缺少这个文件"):
        READERS[file](tmp_path / file)
    for words in ("", "[]", "just words", "42", "years: [3]\nprofiles: {a: 3}"):
        (tmp_path / file).write_text(words, encoding="utf-8")
        with pytest.raises(KnowledgeError):
            READERS[file](tmp_path / file)
