"""What citizens asked, masked and put together: the same words once, and what is alike side by side."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.business.privacy import mask_personal
from bot.business.studio.asked import AskedTurn, Trouble
from bot.business.studio.question import is_question
from bot.business.text import normalise, without_fillers

T = TypeVar("T")
Pair = tuple[int, int, float]  # numbers of two sentences, and how alike they are
LONGEST_KEY = 200
_ANSWERS = 3  # of agents, for one group: more say the same


@dataclass(frozen=True)
class Sentence:
    """Words that citizens said, masked, over all who said them. `topics`: those that were answered, most often first."""

    key: str
    text: str
    count: int
    people: frozenset[str]
    first: datetime
    last: datetime
    troubles: tuple[Trouble, ...]
    channels: tuple[str, ...]
    topics: tuple[str, ...]
    agents: tuple[str, ...]


@dataclass(frozen=True)
class Cluster:
    """Sentences that are alike, the best example first. `people`: in how many talks they were said."""

    sentences: tuple[Sentence, ...]
    count: int
    people: int
    first: datetime
    last: datetime
    troubles: tuple[Trouble, ...]
    channels: tuple[str, ...]
    topics: tuple[str, ...]
    agents: tuple[str, ...]

    @property
    def example(self) -> Sentence:
        """Return the sentence that is most like the others."""
        return self.sentences[0]


def key_of(text: str) -> str:
    """Return by what words are known again, however they were punctuated; `text` is masked."""
    key = without_fillers(normalise(text))
    return key if len(key) <= LONGEST_KEY else key[:180] + hashlib.sha256(key.encode()).hexdigest()[:20]


def gathered(turns: Iterable[AskedTurn], treated: Collection[str]) -> list[Sentence]:
    """Return the sentences that are left to look at, masked, the most frequent first."""
    said: dict[str, list[tuple[str, AskedTurn]]] = defaultdict(list)
    for turn in turns:
        text = " ".join(mask_personal(turn.text).split())
        key = key_of(text)
        if key not in treated and is_question(text):
            said[key].append((text, turn))
    found = [_sentence(key, each) for key, each in said.items()]
    return sorted(found, key=lambda each: (-each.count, -each.last.timestamp(), each.key))


def clustered(sentences: Sequence[Sentence], pairs: Iterable[Pair]) -> list[Cluster]:
    """Return the sentences put together, the most frequent first.

    A group is one sentence and those like it that are in no other yet, so that likeness doesn't wander from neighbour to
    neighbour; who has the most said beside them leads.
    """
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for one, other, alike in pairs:
        if one != other:
            near[one][other] = near[other][one] = alike
    weights = [_weight(number, sentences, near[number]) for number in range(len(sentences))]
    left, found = set(range(len(sentences))), []
    for number in sorted(left, key=lambda each: (-weights[each], each)):
        if number in left:
            others = sorted(
                (each for each in near[number] if each in left), key=lambda each: -near[number][each]
            )
            left -= {number, *others}
            found.append(_cluster([sentences[each] for each in (number, *others)]))
    return sorted(found, key=lambda each: (-each.count, -each.last.timestamp(), each.example.key))


def _weight(number: int, sentences: Sequence[Sentence], near: Mapping[int, float]) -> float:
    said = sentences[number].count + sum(sentences[other].count * alike for other, alike in near.items())
    return said / 2 if "*" in sentences[number].text else said  # a poor example


def _sentence(key: str, said: Sequence[tuple[str, AskedTurn]]) -> Sentence:
    turns = [turn for _, turn in said]
    agents = (mask_personal(turn.answered_by_agent) for turn in turns if turn.answered_by_agent)
    return Sentence(
        key=key,
        text=_most(text for text, _ in said)[0],
        count=len(turns),
        people=frozenset(turn.conversation_id for turn in turns),
        first=min(turn.at for turn in turns),
        last=max(turn.at for turn in turns),
        troubles=_most(turn.trouble for turn in turns),
        channels=_most(turn.channel for turn in turns),
        topics=_most(turn.topic for turn in turns if turn.topic),
        agents=_most(agents)[:_ANSWERS],
    )


def _cluster(sentences: list[Sentence]) -> Cluster:
    return Cluster(
        sentences=tuple(sentences),
        count=sum(each.count for each in sentences),
        people=len(frozenset[str]().union(*(each.people for each in sentences))),
        first=min(each.first for each in sentences),
        last=max(each.last for each in sentences),
        troubles=_most(trouble for each in sentences for trouble in each.troubles),
        channels=_most(channel for each in sentences for channel in each.channels),
        topics=_most(topic for each in sentences for topic in each.topics),
        agents=_most(words for each in sentences for words in each.agents)[:_ANSWERS],
    )


def _most(things: Iterable[T]) -> tuple[T, ...]:
    """Return the different ones, the most frequent first."""
    return tuple(thing for thing, _ in Counter(things).most_common())
