"""What happens in a call, and what is decided then. Times are seconds of one steady clock."""

from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from bot.business.calls.turn_taking import Expects


class Outcome(Enum):
    """What a call comes to; the exchange asks for it when we have hung up."""

    DONE = "done"
    AGENT = "agent"
    CALLBACK = "callback"


@dataclass(frozen=True)
class Answered:
    """The call is up."""


@dataclass(frozen=True)
class Speech:
    """The caller has been speaking for `seconds`; `text` is what was understood so far, often nothing yet."""

    seconds: float
    text: str = ""


@dataclass(frozen=True)
class Heard:
    """The caller's turn is over; an empty text when nothing was understood. `left_s`: what we had still to say."""

    text: str
    confidence: float = 0.0
    left_s: float = 0.0


@dataclass(frozen=True)
class Key:
    """A key was pressed: 0 to 9, * or #."""

    key: str


@dataclass(frozen=True)
class Answer:
    """One reply for the ear. `options`: how many numbered choices it offers; `ends`: the call is over after it."""

    speech: str
    kind: str
    expects: Expects = Expects.QUESTION
    options: int = 0
    slow: bool = False
    ends: bool = False


@dataclass(frozen=True)
class Replied:
    """The answers to question number `asked`; `to_person` when a person takes over after them."""

    asked: int
    answers: tuple[Answer, ...]
    to_person: bool = False


@dataclass(frozen=True)
class Failed:
    """Question number `asked` could not be answered."""

    asked: int


@dataclass(frozen=True)
class Spoken:
    """All that was to be said has been heard."""


@dataclass(frozen=True)
class NobodyAnswered:
    """No person took the call."""


@dataclass(frozen=True)
class Tick:
    """The clock reached the deadline."""


@dataclass(frozen=True)
class HungUp:
    """The caller is gone."""


Event: TypeAlias = (
    Answered | Speech | Heard | Key | Replied | Failed | Spoken | NobodyAnswered | Tick | HungUp
)


@dataclass(frozen=True)
class Say:
    """Speak `text`; `prompt` names a fixed sentence, for which there may be a recording."""

    text: str
    prompt: str | None = None
    slow: bool = False


@dataclass(frozen=True)
class Hold:
    """Be silent, and remember where."""


@dataclass(frozen=True)
class Resume:
    """Go on where it was held."""


@dataclass(frozen=True)
class Hush:
    """Be silent and throw away what was to be said."""


@dataclass(frozen=True)
class Ask:
    """Have the caller's `text` answered as question number `number`."""

    number: int
    text: str
    confidence: float = 1.0


@dataclass(frozen=True)
class CallPerson:
    """Put the conversation into the queue; the reply comes as question number `number`.

    `wished`: the caller asked for it; otherwise we could not help.
    """

    number: int
    wished: bool


@dataclass(frozen=True)
class SetPause:
    """From now on so many seconds of silence end a turn."""

    seconds: float


@dataclass(frozen=True)
class Transfer:
    """Pass the call to a person."""


@dataclass(frozen=True)
class HangUp:
    """End the call."""

    outcome: Outcome


Decision: TypeAlias = Say | Hold | Resume | Hush | Ask | CallPerson | SetPause | Transfer | HangUp


def answer_from(payload: dict[str, Any]) -> Answer:
    """Return a stored reply as the ear gets it."""
    options = len(payload.get("options") or ())
    asked = payload.get("expects")
    expects = Expects(asked) if asked else Expects.CHOICE if options else Expects.QUESTION
    return Answer(
        speech=str(payload.get("speech") or payload["text"]),
        kind=str(payload["kind"]),
        expects=expects,
        options=options,
        slow=payload.get("pace") == "slow",
        ends=bool(payload.get("ends")),
    )
