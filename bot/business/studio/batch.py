"""A batch of sentences, each with the topic that it has to reach, and what a release makes of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.business.evaluation import ANSWERS
from bot.business.faq import KnowledgeBase
from bot.business.gate import topic_of
from bot.business.rehearsal import rehearse
from bot.business.studio.understanding import Understanding

MOST_ROWS = 5_000
AT_ONCE = 200  # sentences for the bench: others get their turn in between
_TAUGHT_FREE = 2  # sentences of a batch; more of them are counted as a share
_TAUGHT_SHARE = 0.05


@dataclass(frozen=True)
class Row:
    """A sentence; `topic` None: no topic shall be answered. `line`: where it stood."""

    line: int
    text: str
    topic: str | None
    channel: str = "web"


@dataclass(frozen=True)
class Got:
    """What a sentence gets: a reply's kind, the topic that is answered, those that are offered, how sure (0 to 1)."""

    kind: str
    topic: str | None
    options: tuple[str, ...]
    confidence: float


class Verdict(Enum):
    """How good that is."""

    HIT = "hit"
    OFFERED = "offered"
    MISS = "miss"

    @property
    def label(self) -> str:
        """Return it as people read it."""
        return {"hit": "答对", "offered": "反问里有", "miss": "没答对"}[self.value]


class Change(Enum):
    """What another release does differently."""

    SAME = "same"
    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Return it as people read it."""
        return {"same": "一样", "better": "变好", "worse": "变差", "other": "换了"}[self.value]


def got(taken: Understanding, base: KnowledgeBase, today: date) -> Got:
    """Return what the citizen would get at the start of a talk; topics that `base` doesn't have are none."""
    options = [each for each in taken.options if topic_of(each) in base.topics]
    topic = topic_of(taken.intent)
    intent = "out_of_scope" if topic is not None and topic not in base.topics else taken.intent
    reply = rehearse(intent, options, taken.text, base, today)
    answered = str(reply.get("topic") or topic or "") if reply["kind"] in ANSWERS else ""
    offered = tuple(str(each["topic"]) for each in reply.get("options") or ())
    return Got(str(reply["kind"]), answered or None, offered, taken.confidence)


def verdict(topic: str | None, found: Got) -> Verdict:
    """Return how good it is for who asked; without a topic anything is right that gives and offers none."""
    if topic is None:
        return Verdict.MISS if found.topic or found.options else Verdict.HIT
    if found.topic == topic:
        return Verdict.HIT
    return Verdict.OFFERED if topic in found.options else Verdict.MISS


def change(topic: str | None, before: Got, after: Got) -> Change:
    """Return what is different; a wrong answer is worse than none."""
    step = _worth(topic, after) - _worth(topic, before)
    if step:
        return Change.BETTER if step > 0 else Change.WORSE
    same = (before.kind, before.topic, before.options) == (after.kind, after.topic, after.options)
    return Change.SAME if same else Change.OTHER


def counts(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """Return how many there are of each."""
    held = Counter(verdicts)
    return {each.value: held[each] for each in Verdict}


def most_taught(rows: int) -> int:
    """Return how many sentences of a batch may be learnt before it no longer says how well new ones are understood."""
    return max(_TAUGHT_FREE, int(_TAUGHT_SHARE * rows))


def _worth(topic: str | None, found: Got) -> int:
    judged = verdict(topic, found)
    if judged is Verdict.HIT:
        return 3
    return 2 if judged is Verdict.OFFERED else 0 if found.topic else 1
