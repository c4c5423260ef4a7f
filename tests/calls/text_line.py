"""A call as text: the state machine with a clock moved by hand, a voice that takes time, a dialogue by the script."""

from dataclasses import dataclass, field
from typing import Any

from bot.business.calls import events as at
from bot.business.calls.policy import CallPolicy, State
from bot.business.calls.session import CallSession
from tests.calls.scripts import Replies

VOICE = 4.5  # characters a second: 小政
_NO_ANSWER: dict[str, Any] = {
    "kind": "handoff",
    "text": "对不起，我这边暂时出了点问题，已经帮您转给工作人员，会有人来回复您，请稍候。",
}
_HANDED_OVER: dict[str, Any] = {"kind": "handoff", "text": "正在为您转接人工，请稍候。"}
_DATABASE_PATIENCE_S = 10.0


@dataclass
class Log:
    """What happened, with the moment (seconds)."""

    prompts: list[tuple[float, str]] = field(default_factory=list)
    asked: list[tuple[float, str]] = field(default_factory=list)
    replies: list[tuple[float, dict[str, Any]]] = field(default_factory=list)


class TextLine:
    """Plays one call; `down`: the robot is dead; `locked_until`: the database is held by somebody."""

    def __init__(self, policy: CallPolicy, answers: dict[str, Replies]) -> None:
        self.session = CallSession(policy)
        self.log = Log()
        self.now = 0.0
        self.pause = 0.7
        self.down = False
        self.locked_until = 0.0
        self.outcome: str | None = None
        self.last_sound: float | None = None
        self._answers = answers
        self._left_s = 0.0
        self._held = False
        self._sounding = False
        self._coming: list[tuple[float, at.Event, list[dict[str, Any]]]] = []

    @property
    def speaks(self) -> bool:
        """Return whether 小政 is heard just now."""
        return self._left_s > 0 and not self._held

    @property
    def finished(self) -> bool:
        """Return whether 小政 has answered and said it all."""
        return not self._coming and not self._sounding

    @property
    def left_s(self) -> float:
        """Return what 小政 has still to say."""
        return self._left_s

    def happens(self, event: at.Event) -> None:
        """Tell the machine, and do what it decides."""
        for decision in self.session.handle(event, self.now):
            self._do(decision)

    def run_to(self, moment: float) -> None:
        """Let time pass, with everything that becomes due."""
        while (due := self._next()) is not None and due <= moment:
            self._pass(due)
            self._due()
        self._pass(moment)

    def _pass(self, moment: float) -> None:
        moment = max(moment, self.now)
        if self.speaks:
            self._left_s = max(0.0, self._left_s - (moment - self.now))
            self.last_sound = moment
        self.now = moment

    def _next(self) -> float | None:
        moments = [when for when, _, _ in self._coming]
        if self.session.deadline is not None:
            moments.append(self.session.deadline)
        if self._sounding and not self._held:
            moments.append(self.now + self._left_s)
        return min(moments) if moments else None

    def _due(self) -> None:
        if self._sounding and not self._held and self._left_s <= 1e-9:
            self._sounding = False
            self.happens(at.Spoken())
        for each in [each for each in self._coming if each[0] <= self.now]:
            self._coming.remove(each)
            self.log.replies += [(self.now, reply) for reply in each[2]]
            self.happens(each[1])
        if self.session.deadline is not None and self.session.deadline <= self.now:
            self.happens(at.Tick())

    def _do(self, decision: at.Decision) -> None:
        match decision:
            case at.Say(text, prompt):
                self._left_s += len(text) / VOICE
                self._sounding = True
                self.log.prompts += [(self.now, prompt)] if prompt else []
            case at.Hold() | at.Resume():
                self._held = isinstance(decision, at.Hold)
            case at.Hush():
                self._left_s, self._held, self._sounding = 0.0, False, False
            case at.SetPause(seconds):
                self.pause = seconds
            case at.Ask(number, text):
                self.log.asked.append((self.now, text))
                self._answer(number, self._replies_to(text))
            case at.CallPerson(number):
                self._answer(number, Replies(replies=[_HANDED_OVER], to_person=True))
            case at.Transfer() | at.HangUp():
                self.outcome = "agent" if isinstance(decision, at.Transfer) else decision.outcome.value

    def _replies_to(self, text: str) -> Replies:
        if self.down:
            return Replies(replies=[_NO_ANSWER], to_person=True)
        if text not in self._answers:
            raise LookupError(f"the script tells no answer to {text!r}")
        return self._answers[text]

    def _answer(self, number: int, told: Replies) -> None:
        waits = max(0.0, self.locked_until - self.now)
        when = self.now + min(waits, _DATABASE_PATIENCE_S) + told.after_s
        if told.fails or waits > _DATABASE_PATIENCE_S:
            self._coming.append((when, at.Failed(number), []))
            return
        answers = tuple(at.answer_from({"text": each.get("speech", ""), **each}) for each in told.replies)
        self._coming.append((when, at.Replied(number, answers, told.to_person), told.replies))

    def nobody_answers(self) -> None:
        """No person took the call that was passed on."""
        assert self.session.state is State.TRANSFERRING, "the call was not passed on"
        self.outcome = None
        self.happens(at.NobodyAnswered())
