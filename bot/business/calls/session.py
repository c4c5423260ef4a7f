"""The state machine of a call: events and a clock in, decisions out."""

from collections.abc import Callable
from typing import Any, Final

from bot.business.calls import events as at
from bot.business.calls.floor import Floor
from bot.business.calls.keypad import Keypad
from bot.business.calls.keys import Pressed
from bot.business.calls.ladder import Ladder
from bot.business.calls.policy import CallPolicy, State
from bot.business.calls.prompts import MENU, PROMPTS
from bot.business.calls.turn_taking import PAUSE_S, Expects, pause_after

_SKIPPED_IF_LATE: Final = frozenset({"faq", "clarify", "out_of_scope", "chitchat", "repeat"})


class CallSession:
    """Decides what happens in one call. `deadline` is when to send a Tick, or None."""

    def __init__(self, policy: CallPolicy | None = None) -> None:
        self._policy = policy or CallPolicy()
        self._floor = Floor(self._policy)
        self._keypad = Keypad()
        self._ladder = Ladder()
        self._now = 0.0
        self._ends_at: float | None = None
        self._asked = 0  # questions so far
        self._filled = False  # a filler was said for the last one
        self._expects = Expects.QUESTION
        self._offers = False  # the last sentence ended with a yes-or-no question
        self._slow = False  # from the moment that the caller asked for it
        self._calling_person = False
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
    def state(self) -> State:
        """Return who has the floor, for showing."""
        return self._floor.state

    @property
    def deadline(self) -> float | None:
        """Return when a Tick is due."""
        moments = [each for each in (self._floor.until, self._ends_at) if each is not None]
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
            self._floor.announce(at.Transfer())
            return self._prompt("full")
        start: list[at.Decision] = [at.SetPause(self._floor.pause)]
        return [*start, *self._prompt("greeting")] if self._policy.greets else [*start, *self._listen()]

    def _speech(self, event: at.Speech) -> list[at.Decision]:
        gives_way = self._floor.speech(event)
        return [*gives_way, *self._floor.set_pause(pause_after(event.text, self._expects))]

    def _heard(self, event: at.Heard) -> list[at.Decision]:
        goes_on = self._floor.silence()
        if not event.text:
            return goes_on or self._nothing_understood()
        if self.state is State.TRANSFERRING or self._calling_person:
            return goes_on
        if self._floor.only_listens(event, self._offers):
            return goes_on
        return self._ask(self._keypad.digits.take() + event.text, event.confidence)

    def _nothing_understood(self) -> list[at.Decision]:
        if self.state is State.COLLECTING:
            self._floor.collect(self._now)
        if self.state is not State.LISTENING:
            return []
        return self._stumbled("not_heard") if self._floor.spoke_up else self._listen()

    def _hung_up(self, _: at.HungUp) -> list[at.Decision]:
        self._floor.end()
        return []

    # -- keys

    def _key(self, event: at.Key) -> list[at.Decision]:
        if self._floor.leaves or self._calling_person or self._policy.full:
            return []
        pressed, text = self._keypad.means(event.key, self._expects, self.state is State.COLLECTING)
        if self.state is State.THINKING and pressed is not Pressed.PERSON:  # impatience answers nothing
            return []
        return self._pressed(pressed, text)

    def _pressed(self, pressed: Pressed, text: str) -> list[at.Decision]:
        match pressed:
            case Pressed.PERSON:
                return self._call_person()
            case Pressed.SAYS:
                return self._ask(text)
            case Pressed.ENOUGH:
                return [*self._floor.hush(), *self._listen()]
            case Pressed.DIGIT:
                return self._digit(text)
            case Pressed.NUMBER_ENDS:
                return self._pressed(*self._keypad.number())
            case Pressed.NUMBER_ANEW:
                self._keypad.digits.take()
                return [*self._floor.hush(), *self._prompt("digits_again")]
        return self._stumbled("no_such_key") if self._keypad.mistaken(self._now) else []

    def _digit(self, key: str) -> list[at.Decision]:
        self._keypad.digits.add(key)
        hushed = self._floor.hush()
        self._floor.collect(self._now)
        return hushed

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
        return [*says, *self._floor.speak(), *self._floor.set_pause(PAUSE_S[self._expects])]

    def _take_up(self, event: at.Replied) -> None:
        last = event.answers[-1]
        self._slow = self._slow or any(each.slow for each in event.answers)
        self._expects = last.expects
        self._keypad.offer(last.options)
        self._offers = last.speech.endswith("吗？")
        if event.to_person and self._policy.transfers:
            self._floor.announce(at.Transfer())
            return
        then = at.HangUp(at.Outcome.DONE) if last.ends else None
        self._floor.announce(then, interruptible=all(each.kind != "emergency" for each in event.answers))

    def _failed(self, event: at.Failed) -> list[at.Decision]:
        if event.asked < self._asked or self._policy.full:
            return []
        needs_person = self._calling_person or self._ladder.at_end
        self._calling_person = False
        if needs_person and self._policy.transfers:  # the exchange has people even when we have no database
            self._floor.announce(at.Transfer())
            return self._prompt("to_person")
        self._ladder.fall()
        return self._prompt("trouble")

    def _spoken(self, _: at.Spoken) -> list[at.Decision]:
        then = self._floor.spoken()
        if then is not None:
            return [then]
        return self._listen() if self.state is State.SPEAKING else []

    def _nobody_answered(self, _: at.NobodyAnswered) -> list[at.Decision]:
        if self._policy.full:  # no place, no person: somebody calls back
            self._think()
            self._floor.announce(at.HangUp(at.Outcome.CALLBACK))
            return [at.CallPerson(self._asked, False), *self._prompt("call_back")]
        self._expects, self._keypad.choices, self._calling_person = Expects.QUESTION, (), False
        return self._prompt("nobody_free")

    # -- time

    def _tick(self, _: at.Tick) -> list[at.Decision]:
        if self._ends_at is not None and self._now >= self._ends_at:
            self._ends_at = None
            hushed = self._floor.hush()
            return [*hushed, *self._call_person(wished=False), at.Say(PROMPTS["too_long"], "too_long")]
        if not self._floor.is_due(self._now):
            return []
        if self.state is State.THINKING:
            return self._still_thinking()
        if self.state is State.COLLECTING:
            return self._pressed(*self._keypad.number())
        return self._stumbled("still_there") if self.state is State.LISTENING else []

    def _still_thinking(self) -> list[at.Decision]:
        if self._filled:
            return self._failed(at.Failed(self._asked))
        self._filled = True
        self._floor.think_on(self._now)
        return [] if self._floor.caller_speaks else [at.Say(PROMPTS["filler"], "filler", self._slow)]

    # -- steps

    def _ask(self, text: str, confidence: float = 1.0) -> list[at.Decision]:
        hushed = self._floor.hush()
        self._think()
        return [*hushed, at.Ask(self._asked, text, confidence)]

    def _call_person(self, wished: bool = True) -> list[at.Decision]:
        hushed = self._floor.hush()
        self._calling_person = True
        self._think()
        return [*hushed, at.CallPerson(self._asked, wished)]

    def _think(self) -> None:
        self._asked += 1
        self._filled = False
        self._keypad.digits.take()
        self._floor.think(self._now)

    def _stumbled(self, prompt: str) -> list[at.Decision]:
        """Ask again differently, then offer choices, then call a person."""
        rung = self._ladder.fall()
        if rung >= Ladder.PERSON:
            return self._call_person(wished=False)
        if rung == Ladder.CHOICES:
            prompt = Ladder.help_for(self._expects)
            self._keypad.choices = MENU if prompt == "menu" else self._keypad.choices
        return [*self._floor.hush(), *self._prompt(prompt)]

    def _prompt(self, name: str) -> list[at.Decision]:
        self._offers = False
        return [at.Say(PROMPTS[name], name, self._slow), *self._floor.speak()]

    def _listen(self) -> list[at.Decision]:
        self._floor.listen(self._now, self._expects)
        return []
