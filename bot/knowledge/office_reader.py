"""Read what offices go by: the holiday arrangements and the time limits, each file whole or not at all."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

from bot.business.orders.calendar import WorkCalendar
from bot.business.orders.time_limits import TimeLimitProfiles
from bot.knowledge.reader import KnowledgeError, load_required
from bot.knowledge.time_limits_reader import TimeLimitsReader
from bot.knowledge.yaml_nodes import Node, Problems, day, text

_LONGEST = timedelta(days=15)  # no arrangement was ever that long: such a range is a slip of the pen
_KEYS = frozenset({"name", "first", "last", "work"})


def read_calendar(path: Path) -> WorkCalendar:
    """Return the working days in `path` (`reference/calendar.yml`). Raises KnowledgeError with all problems."""
    problems = Problems()
    calendar = _CalendarReader(problems).read(load_required(path, _name(path), problems))
    if problems or calendar is None:
        raise KnowledgeError(problems)
    return calendar


def read_time_limits(path: Path) -> TimeLimitProfiles:
    """Return the profiles in `path` (`reference/time_limits.yml`). Raises KnowledgeError with all problems."""
    problems = Problems()
    profiles = TimeLimitsReader(problems).read(load_required(path, _name(path), problems))
    if problems or profiles is None:
        raise KnowledgeError(problems)
    return profiles


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


class _CalendarReader:
    """Reads year by year; remembers days to tell doubles."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._years: set[int] = set()
        self._off: dict[date, Node] = {}
        self._worked: dict[date, Node] = {}

    def read(self, root: Node | None) -> WorkCalendar | None:
        """Return the calendar, None without a file; what is wrong is noted."""
        if root is None:
            return None
        opens, closes = self._office_hours(root)
        for node in self._listed(root, "years"):
            year = self._year(node)
            for holiday in self._listed(node, "holidays"):
                self._holiday(holiday, year)
        for double in sorted(self._off.keys() & self._worked.keys()):
            self._problems.add(self._worked[double], f"{double} 又写放假又写上班")
        return WorkCalendar(
            frozenset(self._off), frozenset(self._worked), frozenset(self._years), opens, closes
        )

    def _office_hours(self, root: Node) -> tuple[time, time]:
        node = root.get("office_hours") or root
        opens, closes = (self._clock(node, key) for key in ("opens", "closes"))
        if opens and closes and opens >= closes:
            self._problems.add(node, "office_hours 里 opens 要早于 closes")
        return opens or time.min, closes or time.max

    def _clock(self, node: Node, key: str) -> time | None:
        try:
            hour, minute = (text(node.get(key)) or "").split(":")
            return time(int(hour), int(minute))
        except ValueError:
            self._problems.add(node.get(key) or node, f'office_hours 的 {key} 要写成 "08:30" 这样，带引号')
            return None

    def _year(self, node: Node) -> int:
        year = node.get("year")
        if year is None or type(year.value) is not int or not date.min.year < year.value < date.max.year:
            self._problems.add(year or node, "year 要写年份，例如 2026")
            return 0
        if year.value in self._years:
            self._problems.add(year, f"{year.value} 年写了两次")
        if text(node.get("source")) is None:
            self._problems.add(node, "缺少 source（通知的名称）")
        self._years.add(year.value)
        return int(year.value)

    def _holiday(self, node: Node, year: int) -> None:
        for key in sorted(set(node.value if isinstance(node.value, dict) else ()) - _KEYS):
            self._problems.add(node, f"不认识的项目“{key}”")
        if text(node.get("name")) is None:
            self._problems.add(node, "缺少 name（节日名称）")
        for each in self._days_off(node):
            self._note(self._off, each, node, year)
        for worked in self._listed(node, "work") if node.get("work") else ():
            weekend = day(worked)
            if weekend is None or weekend.weekday() < 5:
                self._problems.add(worked, "work 要写调休上班的周六或周日")
            else:
                self._note(self._worked, weekend, worked, year)

    def _days_off(self, node: Node) -> Iterator[date]:
        first, last = day(node.get("first")), day(node.get("last"))
        if first is None or last is None:
            self._problems.add(node, "first 和 last 要写日期，例如 2026-10-01")
        elif not timedelta() <= last - first < _LONGEST:
            self._problems.add(node, f"first 到 last 要在 1 到 {_LONGEST.days} 天之间")
        else:
            yield from (first + timedelta(days=n) for n in range((last - first).days + 1))

    def _note(self, days: dict[date, Node], each: date, node: Node, year: int) -> None:
        # 元旦 may begin in December: the arrangement of 2023 began on 2022-12-31
        if year and each.year != year and (each.year, each.month) != (year - 1, 12):
            self._problems.add(node, f"{each} 不在 {year} 年")
        if days.setdefault(each, node) is not node:
            self._problems.add(node, f"{each} 写了两次")

    def _listed(self, parent: Node, key: str) -> list[Node]:
        found = parent.get(key)
        if found is None or not isinstance(found.value, list) or not found.value:
            self._problems.add(found or parent, f"缺少 {key} 列表")
            return []
        return found.value
