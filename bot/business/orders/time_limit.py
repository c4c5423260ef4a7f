"""A time limit: so much time for a step, where the number comes from, and when it ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.business.orders.calendar import WorkCalendar


class LimitUnit(Enum):
    """What a time limit is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"

    @property
    def label(self) -> str:
        """Return the unit as people read it."""
        return {"hours": "小时", "days": "天", "working_days": "个工作日"}[self.value]


class Grade(Enum):
    """How good the evidence for a number is. Only P and S are rules; the rest is our own choice and says so."""

    PRIMARY = "P"
    SECONDARY = "S"
    OWN = "own"

    @property
    def label(self) -> str:
        """Return the grade as people read it."""
        return {"P": "查过原文", "S": "官方网页或报道", "own": "本系统默认，不是规定"}[self.value]


class Step(Enum):
    """A step besides the settling itself that has a time limit."""

    INTAKE = "intake"  # registered on the web until dispatched or answered
    SIGNING = "signing"
    CONTACT = "contact"
    RETURN_DECISION = "return_decision"
    REVIEW = "review"
    CALLBACK = "callback"
    REDO = "redo"
    HELD_REVIEW = "held_review"

    @property
    def label(self) -> str:
        """Return the step as people read it."""
        return _STEPS[self]


_STEPS = {
    Step.INTAKE: "网上诉求受理派单",
    Step.SIGNING: "签收",
    Step.CONTACT: "首次联系市民",
    Step.RETURN_DECISION: "退单裁定",
    Step.REVIEW: "审核",
    Step.CALLBACK: "回访",
    Step.REDO: "重办",
    Step.HELD_REVIEW: "挂账复查",
}


@dataclass(frozen=True)
class TimeLimit:
    """An amount of time, where the number comes from, and how good that evidence is."""

    amount: int
    unit: LimitUnit
    origin: str
    grade: Grade

    @property
    def label(self) -> str:
        """Return the limit as people read it, such as 5 个工作日."""
        return f"{self.amount} {self.unit.label}"

    @property
    def is_rule(self) -> bool:
        """Return whether it may be shown as a rule: not when the number is our own choice."""
        return self.grade is not Grade.OWN

    def end(self, since: datetime, calendar: WorkCalendar) -> datetime:
        """Return when a period that begins at `since` ends. Hours run day and night; days end with office hours."""
        if self.unit is LimitUnit.HOURS:
            return since + timedelta(hours=self.amount)  # 民法典 art. 201: hours run from the moment itself
        add = calendar.add_days if self.unit is LimitUnit.DAYS else calendar.add_workdays
        return add(since, self.amount)
