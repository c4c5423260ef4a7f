"""The profiles of time limits in a YAML document."""

from collections.abc import Iterable
from enum import Enum
from itertools import product
from typing import Any, TypeVar

from bot.business.orders.order import Kind, Urgency
from bot.business.orders.time_limit import Grade, LimitUnit, Step, TimeLimit
from bot.business.orders.time_limits import ReminderPoints, TimeLimitProfiles, TimeLimits
from bot.knowledge.yaml_nodes import Node, Problems, text

_KEYS = frozenset({"amount", "unit", "origin", "grade"})
_PROFILE = frozenset({"name", "origin", "settle", "steps", "extension"})
_ROOT = frozenset({"default", "reminders", "steps", "profiles"})
_MOST = 1000  # of any unit; more is a slip of the pen

Choice = TypeVar("Choice", bound=Enum)


class TimeLimitsReader:
    """Reads all profiles; notes whatever is wrong."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems

    def read(self, root: Node | None) -> TimeLimitProfiles | None:
        """Return the profiles, None without a file."""
        if root is None:
            return None
        self._known(root, _ROOT)
        steps = self._steps(root)
        for missing in (step for step in Step if step not in steps):
            self._problems.add(root.get("steps") or root, f"steps 里缺少 {missing.value}（{missing.label}）")
        points = self._reminders(root)
        profiles = {
            code: self._profile(code, node, steps, points)
            for code, node in self._mapping(root, "profiles").items()
        }
        default = text(root.get("default")) or ""
        if default not in profiles:
            self._problems.add(root.get("default") or root, f"default 写的方案“{default}”不在 profiles 里")
        return TimeLimitProfiles(profiles, default)

    def _profile(
        self, code: str, node: Node, steps: dict[Step, TimeLimit], points: ReminderPoints
    ) -> TimeLimits:
        self._known(node, _PROFILE)
        extension = node.get("extension")
        return TimeLimits(
            code=code,
            name=self._text(node, "name", "方案名称"),
            origin=self._text(node, "origin", "出处"),
            settle=self._settle(node),
            steps=steps | (self._steps(node) if node.get("steps") else {}),
            extension=self._limit(extension) if extension else None,
            reminder_points=points,
        )

    def _steps(self, node: Node) -> dict[Step, TimeLimit]:
        found: dict[Step, TimeLimit] = {}
        for name, child in self._mapping(node, "steps").items():
            step = self._choice(Step, name, child, "步骤")
            limit = self._limit(child)
            if step is not None:
                found[step] = limit
        return found

    def _settle(self, node: Node) -> dict[tuple[Kind, Urgency], TimeLimit]:
        found: dict[tuple[Kind, Urgency], TimeLimit] = {}
        for each in self._listed(node, "settle"):
            limit = self._limit(each, frozenset({"kinds", "urgencies"}))
            pairs = product(self._choices(each, "kinds", Kind), self._choices(each, "urgencies", Urgency))
            for kind, urgency in pairs:
                if (kind, urgency) in found:
                    self._problems.add(each, f"{kind.label}、{urgency.label}的时限写了两次")
                found[kind, urgency] = limit
        for kind, urgency in product(Kind, Urgency):
            if (kind, urgency) not in found:
                self._problems.add(node.get("settle") or node, f"缺少{kind.label}、{urgency.label}的时限")
        return found

    def _limit(self, node: Node, more: frozenset[str] = frozenset()) -> TimeLimit:
        self._known(node, _KEYS | more)
        amount = node.get("amount")
        if amount is None or type(amount.value) is not int or not 1 <= amount.value <= _MOST:
            self._problems.add(amount or node, f"amount 要写 1 到 {_MOST} 的整数")
        unit, grade = (node.get(key) for key in ("unit", "grade"))
        return TimeLimit(
            amount=amount.value if amount else 0,
            unit=self._choice(LimitUnit, unit and unit.value, unit or node, "unit（单位）") or LimitUnit.DAYS,
            origin=self._text(node, "origin", "出处"),
            grade=self._choice(Grade, grade and grade.value, grade or node, "grade（查证程度）") or Grade.OWN,
        )

    def _reminders(self, root: Node) -> ReminderPoints:
        node = root.get("reminders") or root
        shares, days = (self._listed(node, key) for key in ("shares", "working_days_before"))
        for each in shares:
            if type(each.value) is not float or not 0 < each.value < 1:
                self._problems.add(each, "shares 要写 0 和 1 之间的小数，例如 0.5")
        for each in days:
            if type(each.value) is not int or not 1 <= each.value <= _MOST:
                self._problems.add(each, f"working_days_before 要写 1 到 {_MOST} 的整数")
        return ReminderPoints(tuple(each.value for each in shares), tuple(each.value for each in days))

    def _choices(self, node: Node, key: str, choices: type[Choice]) -> Iterable[Choice]:
        if node.get(key) is None:
            return tuple(choices)
        found = [self._choice(choices, each.value, each, key) for each in self._listed(node, key)]
        return [each for each in found if each is not None]

    def _choice(self, choices: type[Choice], value: Any, at: Node, what: str) -> Choice | None:
        try:
            return choices(value)
        except ValueError:
            self._problems.add(at, f"{what}只能是：{'、'.join(str(each.value) for each in choices)}")
            return None

    def _text(self, node: Node, key: str, what: str) -> str:
        found = text(node.get(key))
        if found is None:
            self._problems.add(node.get(key) or node, f"缺少 {key}（{what}）")
        return found or ""

    def _known(self, node: Node, keys: frozenset[str]) -> None:
        for key in sorted(set(node.value if isinstance(node.value, dict) else ()) - keys):
            self._problems.add(node, f"不认识的项目“{key}”")

    def _mapping(self, node: Node, key: str) -> dict[str, Node]:
        found = node.get(key)
        if found is None or not isinstance(found.value, dict) or not found.value:
            self._problems.add(found or node, f"缺少 {key}")
            return {}
        return found.value

    def _listed(self, node: Node, key: str) -> list[Node]:
        found = node.get(key)
        if found is None or not isinstance(found.value, list) or not found.value:
            self._problems.add(found or node, f"缺少 {key} 列表")
            return []
        return found.value
