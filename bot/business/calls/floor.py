"""Who has the floor in a call: when our voice gives way, and when the caller is waited for."""

from typing import Final

from bot.business.calls import events as at
from bot.business.calls.keypad import Digits
from bot.business.calls.policy import CallPolicy, State
from bot.business.calls.turn_taking import BARGE_IN_S, BARGE_IN_WORDS, PAUSE_S, Expects, is_backchannel

_MORE_TIME_S: Final = 4.0  # for who looks for a number or an address
_NOISE_S: Final = 0.8  # sounds shorter than this without a word are coughs, not something said
_STILL_ANSWERS_S: Final = 2.0  # 好 this close to the end of "要我接着说吗？" answers it


class Floor:
    """Passes between the caller and us. `until`: when `state` has lasted long enough, or None."""

    def __init__(self, policy: CallPolicy) -> None:
        self._policy = policy
        self.state = State.LISTENING
        self.until: float | None = None
        self.pause = PAUSE_S[Expects.QUESTION]  # seconds of silence that end the caller's turn
        self.caller_speaks = False
        self._speech_s = 0.0
        self._held = False
        self._interruptible = True
        self._then: at.Transfer | at.HangUp | None = None  # once all is spoken

    @property
    def spoke_up(self) -> bool:
        """Return whether the caller's last sound was long enough for words."""
        return self._speech_s >= _NOISE_S

    @property
    def leaves(self) -> bool:
        """Return whether the call is being passed on, or will be after what is being said."""
        return self.state is State.TRANSFERRING or isinstance(self._then, at.Transfer)

    # -- the caller

    def speech(self, event: at.Speech) -> list[at.Decision]:
        """The caller is making sounds: over our voice they stop it, unless they only show that somebody listens."""
        self.caller_speaks, self._speech_s = True, event.seconds
        if self.state in (State.LISTENING, State.COLLECTING):
            self.until = None
        if self.state is not State.SPEAKING or not self._interruptible or event.seconds < BARGE_IN_S:
            return []
        if event.text and is_backchannel(event.text):
            return []
        if len(event.text) >= BARGE_IN_WORDS:
            hushed = self.hush()
            self.state = State.LISTENING
            return hushed
        return [] if self._held else self._hold()

    def silence(self) -> list[at.Decision]:
        """The caller's turn is over; what was held for it goes on."""
        self.caller_speaks = False
        held, self._held = self._held, False
        return [at.Resume()] if held else []

    def only_listens(self, event: at.Heard, offers: bool) -> bool:
        """Return whether the words only show that somebody listens. `offers`: what we say ends with a yes-or-no question."""
        answers = offers and event.left_s <= _STILL_ANSWERS_S
        return self.state is State.SPEAKING and is_backchannel(event.text) and not answers

    def listen(self, now: float, expects: Expects) -> None:
        """Wait for the caller, who was asked for `expects`."""
        patience = self._policy.silence_s
        if patience is None or self.caller_speaks:
            self._take(State.LISTENING, None)
        else:
            dictates = expects in (Expects.NUMBER, Expects.ADDRESS)
            self._take(State.LISTENING, now + patience + (_MORE_TIME_S if dictates else 0.0))

    def collect(self, now: float) -> None:
        """Wait for the next key of a number."""
        self._take(State.COLLECTING, now + Digits.PATIENCE_S)

    # -- us

    def think(self, now: float) -> None:
        """Be silent until there is an answer, or it is time for a filler."""
        self._take(State.THINKING, now + self._policy.filler_s)

    def think_on(self, now: float) -> None:
        """Wait for the answer until it counts as lost."""
        self.until = now + self._policy.lost_s - self._policy.filler_s

    def end(self) -> None:
        """Nobody has the floor any more."""
        self._take(State.ENDED, None)

    def announce(self, then: at.Transfer | at.HangUp | None, interruptible: bool = False) -> None:
        """Say what `then` follows after what is said next, and whether the caller may break it off."""
        self._then, self._interruptible = then, interruptible

    def speak(self) -> list[at.Decision]:
        """Take the floor; who is speaking just now keeps it until it is clear that they mean us."""
        self._take(State.SPEAKING, None)
        speaks_over = self.caller_speaks and self._interruptible and self._speech_s >= BARGE_IN_S
        return self._hold() if speaks_over else []

    def spoken(self) -> at.Transfer | at.HangUp | None:
        """All has been said; return what follows."""
        then, self._then = self._then, None
        self._interruptible = True
        if then is not None:
            self._take(State.TRANSFERRING if isinstance(then, at.Transfer) else State.ENDED, None)
        return then

    def hush(self) -> list[at.Decision]:
        """Break off what is being said, unless it has to be heard."""
        self._held = False
        if self.state is not State.SPEAKING or not self._interruptible:
            return []
        self._then = None
        return [at.Hush()]

    # -- time

    def is_due(self, now: float) -> bool:
        """Return, once, whether `until` is reached."""
        if self.until is None or now < self.until:
            return False
        self.until = None
        return True

    def set_pause(self, seconds: float) -> list[at.Decision]:
        """Have so many seconds of silence end the caller's turn."""
        if seconds == self.pause:
            return []
        self.pause = seconds
        return [at.SetPause(seconds)]

    def _take(self, state: State, until: float | None) -> None:
        self.state, self.until = state, until

    def _hold(self) -> list[at.Decision]:
        self._held = True
        return [at.Hold()]
