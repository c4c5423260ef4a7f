"""A call without a sound, whose clock is moved by hand, and answers for it."""

from typing import Any

from bot.business.calls import events as at
from bot.business.calls.policy import CallPolicy
from bot.business.calls.session import CallSession
from bot.business.calls.turn_taking import Expects

FAQ = at.Answer("退休金每月十五号发。", "faq")
OFFERING = at.Answer("退休金每月十五号发。要我接着说吗？", "faq")
CHOICES = at.Answer("您是想问：一、甲；二、乙。请说第几个。", "clarify", Expects.CHOICE, options=2)
PHONE = at.Answer("请留一个电话号码。", "work_order", Expects.NUMBER)
HANDOFF = at.Answer("正在为您转接人工。", "handoff")
GOODBYE = at.Answer("再见。", "chitchat", ends=True)


class Talk:
    """A call whose clock is moved by hand."""

    def __init__(self, **policy: Any) -> None:
        self.session = CallSession(CallPolicy(**policy))
        self.now = 0.0
        self.asked = 0

    def __call__(self, event: at.Event, after: float = 0.0) -> list[at.Decision]:
        self.now += after
        decisions = self.session.handle(event, self.now)
        self.asked = max(
            [self.asked, *(each.number for each in decisions if isinstance(each, at.Ask | at.CallPerson))]
        )
        return decisions

    def wait(self) -> list[at.Decision]:
        """Let the time pass until something is due."""
        assert self.session.deadline is not None
        self.now = self.session.deadline
        return self(at.Tick())

    def greeted(self) -> "Talk":
        self(at.Answered())
        self(at.Spoken())
        return self

    def says(self, text: str, seconds: float = 1.0, left_s: float = 0.0) -> list[at.Decision]:
        return [*self(at.Speech(seconds, text)), *self(at.Heard(text, 0.9, left_s), 0.7)]

    def answered(self, *answers: at.Answer, to_person: bool = False) -> list[at.Decision]:
        return self(at.Replied(self.asked, answers, to_person), 0.2)


def kinds(decisions: list[at.Decision]) -> list[str]:
    return [type(each).__name__ for each in decisions if not isinstance(each, at.SetPause)]


def prompts(decisions: list[at.Decision]) -> list[str | None]:
    return [each.prompt for each in decisions if isinstance(each, at.Say)]


def texts(decisions: list[at.Decision]) -> list[str]:
    return [each.text for each in decisions if isinstance(each, at.Ask)]


def answering(*answers: at.Answer) -> Talk:
    """A call in which an answer is being spoken."""
    talk = Talk().greeted()
    talk.says("退休金什么时候发")
    talk.answered(*(answers or (FAQ,)))
    return talk
