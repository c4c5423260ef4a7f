"""What a scripted call may say: the words of `tests/calls/*.yml`, checked."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.business.calls.prompts import PROMPTS

Line = Literal["text", "audiosocket", "page", "sip"]
LINES: tuple[Line, ...] = ("text", "audiosocket", "page", "sip")
Texts = Annotated[list[str], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]
Seconds = Annotated[float, Field(ge=0, le=600)]


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Say(_Words):
    """The caller speaks, politely when 小政 has finished unless told otherwise."""

    say: str = Field(min_length=1)
    rate: int = Field(170, ge=80, le=320)  # words a minute; 小政 has 200
    noise_db: float | None = None  # how far white noise lies under the voice
    pause_in_the_middle_s: Seconds = 0.0
    interrupt_after_s: Seconds | None = None  # of 小政's voice
    at_once: bool = False  # whatever 小政 does


class Press(_Words):
    """Keys, one after the other, whatever 小政 does."""

    press: str = Field(pattern=r"^[0-9*#]+$")
    times: int = Field(1, ge=1, le=1000)
    every_s: Seconds = 0.15
    interrupt_after_s: Seconds | None = None


class Silence(_Words):
    """The caller says nothing."""

    silence_s: Seconds


class Mumble(_Words):
    """A voice of which no word is understood; as text only."""

    mumble_s: Seconds


class Noise(_Words):
    """Steady noise without a voice."""

    noise_s: Seconds
    loudness: int = Field(500, ge=0, le=8000)  # root mean square, of 32768


class HangUp(_Words):
    """The caller goes."""

    hang_up: Literal[True]


class NobodyAnswers(_Words):
    """No person takes the call that was passed on; where the line tells us."""

    nobody_answers: Literal[True]


class Kill(_Words):
    """A part dies; the supervisor starts it again."""

    kill: Literal["rasa", "actions"]


class Back(_Words):
    """Wait until a part that died works again."""

    back: Literal["rasa", "actions"]


class LockDatabase(_Words):
    """Somebody holds the database's write lock for so long, from now on."""

    lock_database_s: Seconds


class Expected(_Words):
    """What has to be true within `within_ms` of the caller's last sound or key; all since their last doing."""

    prompt: str | None = None  # a fixed sentence was heard
    kind: str | None = None  # of an answer
    topic: str | None = None
    text: Texts = []  # one of these is in what was answered
    not_text: Texts = []  # none of these is
    asked: Texts | None = (
        None  # what was passed on as the caller's sentence holds one of these; []: nothing was
    )
    state: Literal["listening", "speaking", "thinking", "collecting", "transferring", "ended"] | None = (
        None  # a line shows only speaking, listening (nothing is heard) and ended; the others as text only
    )
    silent_for_s: Seconds | None = None  # 小政's voice has been still for so long
    ended: bool | None = None
    outcome: Literal["done", "agent", "callback"] | None = None
    orders: int | None = None  # written in this call
    within_ms: int = Field(20_000, ge=0, le=120_000)

    @model_validator(mode="after")
    def _says_something(self) -> "Expected":
        if not self.model_fields_set - {"within_ms"}:
            raise ValueError("expects nothing")
        if self.prompt is not None and self.prompt not in PROMPTS:
            raise ValueError(f"no prompt {self.prompt!r}")
        return self


class Expect(_Words):
    """A look at what the call has come to."""

    expect: Expected


Step = Say | Press | Silence | Mumble | Noise | HangUp | NobodyAnswers | Kill | Back | LockDatabase | Expect
STEPS: dict[str, type[_Words]] = {next(iter(kind.model_fields)): kind for kind in get_args(Step)}
ALONE = (Kill, LockDatabase)  # disturbs the calls beside it
TEXT_ONLY = (Mumble, NobodyAnswers)


class Replies(_Words):
    """What the dialogue makes of a sentence, as text: it stands for Rasa there."""

    replies: list[dict[str, Any]] = []
    after_s: Seconds = 0.2
    to_person: bool = False
    fails: bool = False


class Scenario(_Words):
    """One call, as somebody could live through it."""

    name: str = Field(min_length=2)
    lines: list[Line]
    steps: list[Step]
    answers: dict[str, Replies] = {}
    full: bool = False  # no place is left; as text only
    file: str

    @property
    def alone(self) -> bool:
        """Return whether no other call may go on meanwhile."""
        return any(isinstance(step, ALONE) for step in self.steps)
