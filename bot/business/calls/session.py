"""The state machine of a call: events and a clock in, decisions out."""

from collections.abc import Callable
from typing import Any, Final

from bot.business.calls import events as at
from bot.business.calls.keypad import Digits
from bot.business.calls.keys import Pressed, meaning
from bot.business.calls.ladder import Ladder
from bot.business.calls.policy import CallPolicy, State
from bot.business.calls.prompts import MENU, PROMPTS
from bot.business.calls.turn_taking import (
    BARGE_IN_S,
    BARGE_IN_WORDS,
    PAUSE_S,
    Expects,
    is_backchannel,
    pause_after,
)

_MORE_TIME_S: Final = 4.0  # for who looks for a number or an address
_NOISE_S: Final = 0.8  # sounds shorter than this without a word are coughs, not something said
_ONE_MISTAKE_S: Final = 2.0  # wrong keys closer together count once: somebody leans on the keypad
_STILL_ANSWERS_S: Final = 2.0  # 好 this close to the end of "要我接着说吗？" answers it
_SKIPPED_IF_LATE: Final = frozenset({"faq", "clarify", "out_of_scope", "chitchat", "repeat"})


class CallSession:
    """Decides what happens in one call. `state` is for showing; `deadline` is when to send a Tick, or None."""

    def __init__(self, policy: CallPolicy | None = None) -> None:
        self.state = State.LISTENING
        self._policy = policy or CallPolicy()
        self._now = 0.0
        self._timer: float | None = None
        self._ends_at: float | None = None
        self._asked = 0  # questions so far
        self._filled = False  # a filler was said for the last one
        self._expects = Expects.QUESTION
        self._choices: tuple[str, ...] = ()  # what keys 1, 2, … say in the caller's place
        self._offers = False  # the last sentence ended with a yes-or-no question
        self._slow = False  # from the moment that the caller asked for it
        self._interruptible = True
        self._held = False
        self._caller_speaks = False
        self._speech_s = 0.0
        self._wrong_key_at = float("-inf")
        self._calling_person = False
        self._then: at.Decision | None = None  # once all is spoken
        self._digits = Digits()
        self._ladder = Ladder()
        self._pause = PAUSE_S[Expects.QUESTION]
        self._handlers: dict[type[Any], Callable[[Any], list[at.Decision]]] = {
            at.Answered: self._answered,
            at.Speech: self._speech,
            at.Heard: self._heard,
            at.Key: self._key,
            at.Replied: self._replied,
            at.Failed: self._failed,
            at.Spoken: self._spoken,
            at.NobodyAnswered: self._nobody_answered,
            at.Tick: self._tick,
            at.HungUp: self._hung_up,
        }

    @property
    def deadline(self) -> float | None:
        """Return when a Tick is due."""
        moments = [each for each in (self._timer, self._ends_at) if each is not None]
        return min(moments) if moments and self.state is not State.ENDED else None

    @property
    def answers_questions(self) -> bool:
        """Return whether what the caller says next is taken as a question: nothing is being dictated or confirmed."""
        talking = self.state in (State.LISTENING, State.SPEAKING)
        return talking and not self._calling_person and self._expects in (Expects.QUESTION, Expects.CHOICE)

    @property
    def slow(self) -> bool:
        """Return whether the caller asked for slower speech."""
        return self._slow

    def handle(self, event: at.Event, now: float) -> list[at.Decision]:
        """Return what to do about `event`, which happens at `now`, in order."""
        if self.state is State.ENDED:
            return []
        self._now = now
        return self._handlers[type(event)](event)

    # -- the caller

    def _answered(self, _: at.Answered) -> list[at.Decision]:
        self._ends_at = self._now + self._policy.most_s
        if self._policy.full:
            self._then, self._interruptible = at.Transfer(), False
            return self._prompt("full")
        start: list[at.Decision] = [at.SetPause(self._pause)]
        return [*start, *self._prompt("greeting")] if self._policy.greets else [*start, *self._listen()]

    def _speech(self, event: at.Speech) -> list[at.Decision]:
        self._caller_speaks, self._speech_s = True, event.seconds
        if self.state in (State.LISTENING, State.COLLECTING):
            self._timer = None
        return [*self._barge_in(event), *self._set_pause(pause_after(event.text, self._expects))]

    def _barge_in(self, event: at.Speech) -> list[at.Decision]:
        if self.state is not State.SPEAKING or not self._interruptible or event.seconds < BARGE_IN_S:
            return []
        if event.text and is_backchannel(event.text):
            return []
        if len(event.text) >= BARGE_IN_WORDS:
            hushed = self._hushed()
            self.state = State.LISTENING
            return hushed
        if self._held:
            return []
        self._held = True
        return [at.Hold()]

    def _heard(self, event: at.Heard) -> list[at.Decision]:
        self._caller_speaks = False
        held, self._held = self._held, False
        goes_on: list[at.Decision] = [at.Resume()] if held else []
        if not event.text:
            return goes_on or self._nothing_understood()
        if self.state is State.TRANSFERRING or self._calling_person:
            return goes_on
        if self._only_listens(event):
            return goes_on
        return [*self._hushed(), *self._ask(self._digits.take() + event.text, event.confidence)]

    def _only_listens(self, event: at.Heard) -> bool:
        answers = self._offers and event.left_s <= _STILL_ANSWERS_S
        return self.state is State.SPEAKING and is_backchannel(event.text) and not answers

    def _nothing_understood(self) -> list[at.Decision]:
        if self.state is State.COLLECTING:
            self._timer = self._now + Digits.PATIENCE_S
        if self.state is not State.LISTENING:
            return []
        return self._stumbled("not_heard") if self._speech_s >= _NOISE_S else self._listen()

    def _hung_up(self, _: at.HungUp) -> list[at.Decision]:
        self.state = State.ENDED
        return []

    # -- keys

    def _key(self, event: at.Key) -> list[at.Decision]:
        leaves = self.state is State.TRANSFERRING or isinstance(self._then, at.Transfer)
        if leaves or self._calling_person or self._policy.full:
            return []
        dictates = self.state is State.COLLECTING or (self._expects is Expects.NUMBER and not self._choices)
        pressed, text = meaning(event.key, dictates, self._choices)
        if self.state is State.THINKING and pressed is not Pressed.PERSON:  # impatience answers nothing
            return []
        return self._pressed(pressed, text)

    def _pressed(self, pressed: Pressed, text: str) -> list[at.Decision]:
        match pressed:
            case Pressed.PERSON:
                return self._call_person()
            case Pressed.SAYS:
                return [*self._hushed(), *self._ask(text)]
            case Pressed.ENOUGH:
                return [*self._hushed(), *self._listen()]
            case Pressed.DIGIT:
                return self._digit(text)
            case Pressed.NUMBER_ENDS:
                return self._number_pressed()
            case Pressed.NUMBER_ANEW:
                self._digits.take()
                return [*self._hushed(), *self._prompt("digits_again")]
        before, self._wrong_key_at = self._wrong_key_at, self._now
        return [] if self._now - before < _ONE_MISTAKE_S else self._stumbled("no_such_key")

    def _digit(self, key: str) -> list[at.Decision]:
        hushed = self._hushed()
        self._digits.add(key)
        self.state, self._timer = State.COLLECTING, self._now + Digits.PATIENCE_S
        return hushed

    def _number_pressed(self) -> list[at.Decision]:
        pressed = self._digits.take()
        if pressed == "0":
            return self._call_person()
        if not pressed:
            return [*self._hushed(), *self._listen()]
        return [*self._hushed(), *self._ask(pressed)]

    # -- the answer

    def _replied(self, event: at.Replied) -> list[at.Decision]:
        if self._policy.full:
            return []
        late = event.asked < self._asked
        if late and not event.to_person and all(each.kind in _SKIPPED_IF_LATE for each in event.answers):
            return []  # the caller has gone on meanwhile
        self._calling_person = False
        self._ladder.start_again()
        if not event.answers:  # a person owns the conversation and answers in their own time
            return self._listen()
        self._take_up(event)
        says: list[at.Decision] = [at.Say(each.speech, slow=self._slow) for each in event.answers]
        return [*says, *self._speak(), *self._set_pause(PAUSE_S[self._expects])]

    def _take_up(self, event: at.Replied) -> None:
        last = event.answers[-1]
        transfers = event.to_person and self._policy.transfers
        self._slow = self._slow or any(each.slow for each in event.answers)
        self._expects = last.expects
        self._choices = tuple(str(number + 1) for number in range(last.options))
        self._offers = last.speech.endswith("吗？")
        self._interruptible = not transfers and all(each.kind != "emergency" for each in event.answers)
        if transfers:
            self._then = at.Transfer()
        else:
            self._then = at.HangUp(at.Outcome.DONE) if last.ends else None

    def _failed(self, event: at.Failed) -> list[at.Decision]:
        if event.asked < self._asked or self._policy.full:
            return []
        needs_person = self._calling_person or self._ladder.at_end
        self._calling_person = False
        if needs_person and self._policy.transfers:  # the exchange has people even when we have no database
            self._then, self._interruptible = at.Transfer(), False
            return self._prompt("to_person")
        self._ladder.fall()
        return self._prompt("trouble")

    def _spoken(self, _: at.Spoken) -> list[at.Decision]:
        then, self._then = self._then, None
        self._interruptible = True
        if isinstance(then, at.Transfer):
            self.state, self._timer = State.TRANSFERRING, None
            return [then]
        if isinstance(then, at.HangUp):
            self.state = State.ENDED
            return [then]
        return self._listen() if self.state is State.SPEAKING else []

    def _nobody_answered(self, _: at.NobodyAnswered) -> list[at.Decision]:
        if self._policy.full:  # no place, no person: somebody calls back
            self._think()
            self._then, self._interruptible = at.HangUp(at.Outcome.CALLBACK), False
            return [at.CallPerson(self._asked, False), *self._prompt("call_back")]
        self._expects, self._choices, self._calling_person = Expects.QUESTION, (), False
        return self._prompt("nobody_free")

    # -- time

    def _tick(self, _: at.Tick) -> list[at.Decision]:
        if self._ends_at is not None and self._now >= self._ends_at:
            self._ends_at = None
            return [
                *self._hushed(),
                *self._call_person(wished=False),
                at.Say(PROMPTS["too_long"], "too_long"),
            ]
        if self._timer is None or self._now < self._timer:
            return []
        self._timer = None
        if self.state is State.THINKING:
            return self._still_thinking()
        if self.state is State.COLLECTING:
            return self._number_pressed()
        return self._stumbled("still_there") if self.state is State.LISTENING else []

    def _still_thinking(self) -> list[at.Decision]:
        if self._filled:
            return self._failed(at.Failed(self._asked))
        self._filled = True
        self._timer = self._now + self._policy.lost_s - self._policy.filler_s
        return [] if self._caller_speaks else [at.Say(PROMPTS["filler"], "filler", self._slow)]

    # -- steps

    def _ask(self, text: str, confidence: float = 1.0) -> list[at.Decision]:
        self._think()
        return [at.Ask(self._asked, text, confidence)]

    def _call_person(self, wished: bool = True) -> list[at.Decision]:
        hushed = self._hushed()
        self._calling_person = True
        self._think()
        return [*hushed, at.CallPerson(self._asked, wished)]

    def _think(self) -> None:
        self._asked += 1
        self._filled = False
        self._digits.take()
        self.state, self._timer = State.THINKING, self._now + self._policy.filler_s

    def _stumbled(self, prompt: str) -> list[at.Decision]:
        """Ask again differently, then offer choices, then call a person."""
        rung = self._ladder.fall()
        if rung >= Ladder.PERSON:
            return self._call_person(wished=False)
        if rung == Ladder.CHOICES:
            prompt = Ladder.help_for(self._expects)
            self._choices = MENU if prompt == "menu" else self._choices
        return [*self._hushed(), *self._prompt(prompt)]

    def _prompt(self, name: str) -> list[at.Decision]:
        self._offers = False
        return [at.Say(PROMPTS[name], name, self._slow), *self._speak()]

    def _speak(self) -> list[at.Decision]:
        """Take the floor; who is speaking just now keeps it until it is clear that they mean us."""
        self.state, self._timer = State.SPEAKING, None
        if not (self._caller_speaks and self._interruptible and self._speech_s >= BARGE_IN_S):
            return []
        self._held = True
        return [at.Hold()]

    def _listen(self) -> list[at.Decision]:
        self.state = State.LISTENING
        patience = self._policy.silence_s
        if patience is None or self._caller_speaks:
            self._timer = None
        else:
            dictates = self._expects in (Expects.NUMBER, Expects.ADDRESS)
            self._timer = self._now + patience + (_MORE_TIME_S if dictates else 0.0)
        return []

    def _hushed(self) -> list[at.Decision]:
        """Break off what is being said, unless it has to be heard."""
        self._held = False
        if self.state is not State.SPEAKING or not self._interruptible:
            return []
        self._then = None
        return [at.Hush()]

    def _set_pause(self, seconds: float) -> list[at.Decision]:
        if seconds == self._pause:
            return []
        self._pause = seconds
        return [at.SetPause(seconds)]
