"""What the assistant knows: topics, their answers in time, and how an answer is put into words for a region."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.business.text import normalise, without_fillers

_ONLY_AROUND = re.compile(
    "^(?:我要问|我问|问|咨询|关于|我的?)+|(?:的)?(?:事情?|问题|政策|方面)*(?:呢|啊|吧)*$"
)


@dataclass(frozen=True)
class Source:
    """The document that an answer rests on."""

    name: str
    number: str
    article: str
    year: int


@dataclass(frozen=True)
class Answer:
    """The wording that holds from `effective` to `expires`, both days included; None means open."""

    screen: str
    speech: str
    speech_more: tuple[str, ...]
    sources: tuple[Source, ...]
    as_of: date
    effective: date | None = None
    expires: date | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether this wording is in force on `day`."""
        return (self.effective is None or self.effective <= day) and (
            self.expires is None or day <= self.expires
        )


@dataclass(frozen=True)
class LocalNeed:
    """A value that differs by region and belongs to the answer when it is known."""

    key: str
    label: str
    say: str  # sentence with {value} and {region}


@dataclass(frozen=True)
class Topic:
    """One question that citizens have, in all the ways they ask it, with its answers."""

    id: str
    title: str
    department: str
    questions: tuple[str, ...]
    answers: tuple[Answer, ...]
    local: tuple[LocalNeed, ...]
    group: str
    group_title: str

    def answer_on(self, day: date) -> Answer | None:
        """Return the wording in force on `day`, or None when all have expired or none has begun."""
        return next((answer for answer in self.answers if answer.holds_on(day)), None)

    def examples(self) -> list[str]:
        """Return what to learn the topic from: title, questions, and the lines of its answers.

        Who asks often uses the answer's words; on 1,146 held-out sentences its lines took the right topic from 91.7 %
        to 92.4 %, and among the first three from 97.6 % to 98.2 %.
        """
        said = [
            line.strip(" ·")
            for answer in self.answers
            for line in (*answer.screen.splitlines(), answer.speech, *answer.speech_more)
        ]
        lines = [line for line in said if len(line) >= _SHORTEST_LINE and not _OFFERS.search(line)]
        return list(dict.fromkeys((self.title, *self.questions, *lines)))


_OFFERS = re.compile("工单|转人工|帮您登记")  # what we do, not what the topic is about
_SHORTEST_LINE = 6  # characters; shorter ones are headings


@dataclass(frozen=True)
class LocalValue:
    """An amount, date, place or number of one region, with where it comes from."""

    label: str
    value: str | None
    as_of: date | None = None
    source: str | None = None
    expires: date | None = None

    def on(self, day: date) -> str | None:
        """Return the value if it is known and still holds on `day`."""
        return None if self.expires is not None and self.expires < day else self.value


@dataclass(frozen=True)
class Region:
    """A city and its values by key."""

    id: str
    name: str
    values: Mapping[str, LocalValue] = field(default_factory=dict)


@dataclass(frozen=True)
class Department:
    """Who answers for a topic, and the hotline where people of that office are."""

    code: str
    name: str
    phone: str


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything the assistant may say about policy, frozen together."""

    topics: Mapping[str, Topic]
    region: Region
    departments: Mapping[str, Department]
    release: str  # names this content: a hash, or a release's number
    openings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what to offer for a subject alone

    def opening(self, sentence: str) -> tuple[str, ...]:
        """Return the topics to offer for a sentence that only names a subject; none when it says more than that."""
        return self.openings.get(_ONLY_AROUND.sub("", without_fillers(normalise(sentence))), ())


@dataclass(frozen=True)
class Wording:
    """An answer as one citizen reads and hears it: `speech` first, `more` piece by piece for who wants to hear on."""

    topic: Topic
    text: str
    speech: str
    more: tuple[str, ...]
    sources: tuple[Source, ...]
    as_of: date


def word_answer(base: KnowledgeBase, topic_id: str, day: date) -> Wording | None:
    """Return the answer to a topic on `day`, or None when nothing is in force.

    Local values that are known are added in the topic's own sentence. What is not known is never guessed: the answer
    names it and says where to ask.
    """
    topic = base.topics[topic_id]
    answer = topic.answer_on(day)
    if answer is None:
        return None
    known = [
        need.say.format(value=value, region=base.region.name) for need, value in _known(base, topic, day)
    ]
    missing = [need.label for need in topic.local if _value(base, need, day) is None]
    office = base.departments[topic.department]
    screen = [answer.screen.strip(), *known]
    more = list(answer.speech_more)
    if missing:
        screen.append(
            f"以下各地规定不同，以参保地公布为准：{'、'.join(missing)}。可以拨打 {office.phone}（{office.name}）咨询。"
        )
        more.append(f"具体数额和办理细节以参保地公布为准，可以打{office.phone}咨询。")
    speech = "".join([answer.speech.strip(), *known])
    return Wording(topic, "\n\n".join(screen), speech, tuple(more), answer.sources, answer.as_of)


def _known(base: KnowledgeBase, topic: Topic, day: date) -> list[tuple[LocalNeed, str]]:
    found = ((need, _value(base, need, day)) for need in topic.local)
    return [(need, value) for need, value in found if value is not None]


def _value(base: KnowledgeBase, need: LocalNeed, day: date) -> str | None:
    held = base.region.values.get(need.key)
    return held.on(day) if held else None
