"""What citizens asked that went less than well, and what was done about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Trouble(Enum):
    """Why a citizen's sentence is looked at."""

    UNANSWERED = "unanswered"
    UNSURE = "unsure"
    ASKED_BACK = "asked_back"
    HANDED_OVER = "handed_over"
    RATED_BADLY = "rated_badly"

    @property
    def label(self) -> str:
        """Return the trouble as people read it."""
        return _TROUBLES[self]


_TROUBLES = {
    Trouble.UNANSWERED: "没有答上",
    Trouble.UNSURE: "把握不大",
    Trouble.ASKED_BACK: "反问过",
    Trouble.HANDED_OVER: "转了人工",
    Trouble.RATED_BADLY: "评价不好",
}


class Treatment(Enum):
    """What was done with a sentence."""

    ADDED = "added"  # to a topic's questions
    NEW_TOPIC = "new_topic"
    OUT_OF_SCOPE = "out_of_scope"
    NO_QUESTION = "no_question"

    @property
    def label(self) -> str:
        """Return what was done as people read it."""
        return {
            "added": "加进了主题",
            "new_topic": "建了新主题",
            "out_of_scope": "不归我们管",
            "no_question": "不是问题",
        }[self.value]


@dataclass(frozen=True)
class AskedTurn:
    """A citizen's sentence, and what became of it. `answered_by_agent`: what a person said next, if one took over."""

    turn_id: int
    conversation_id: str
    text: str
    at: datetime
    trouble: Trouble
    topic: str | None
    confidence: float | None
    channel: str
    answered_by_agent: str | None = None


@dataclass(frozen=True)
class Treated:
    """What was done with a sentence; `key` is its normalised, masked text, so that the same words don't come again."""

    key: str
    text: str  # masked
    treatment: Treatment
    topic: str | None
    by: str
    at: datetime


@dataclass(frozen=True)
class TestSentence:
    """A sentence of the site's own regression set: `topic` it has to reach; None: it is out of scope."""

    id: str
    text: str
    topic: str | None
    channel: str  # web or voice
    by: str
    at: datetime
