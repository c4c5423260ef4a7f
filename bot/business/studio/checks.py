"""What an editor is told of a topic's questions while typing, beyond what the reader refuses."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.business.studio.contents import Content
from bot.business.studio.understanding import Near, Understanding
from bot.business.text import normalise

_ALIKE = 0.8  # of the pairs of characters that both have: beyond it only a word or two differ
_MOST_ALIKE = 5  # remarks; more of them only hide the others
_CLOSE = 0.8  # likeness from which a training sentence of another topic is named
Same = Callable[[str], tuple[str, str]]  # of a question its words, empty for none, and its sound


@dataclass(frozen=True)
class Remark:
    """What is to be said at `place` of the form, such as `questions.3`; `topic` is the other topic that it is about."""

    place: str
    message: str
    blocks: bool = False
    topic: str | None = None


class Questions:
    """All topics' questions by their words and by their sound, as `same` gives them."""

    def __init__(self, topics: Mapping[str, Content], same: Same) -> None:
        self._same = same
        self._titles = {key: str(topic.get("title") or key) for key, topic in topics.items()}
        self._by_words: dict[str, dict[str, str]] = {}
        self._by_sound: dict[str, dict[str, str]] = {}
        for key, topic in topics.items():
            for question in topic.get("questions") or ():
                self._add(key, str(question))

    def _add(self, key: str, question: str) -> None:
        words, sound = self._same(question)
        if words:
            self._by_words.setdefault(words, {}).setdefault(key, question)
            self._by_sound.setdefault(sound, {}).setdefault(key, question)

    def elsewhere(self, key: str, questions: Sequence[str], blocks: bool) -> Iterator[Remark]:
        """Yield a remark for each question that another topic than `key` has too, by its words or by its sound."""
        where = "里" if blocks else "还没发布的草稿里"
        for number, question in enumerate(questions):
            found = self._other(key, question)
            if found:
                topic, theirs = found
                said = f"“{self._titles[topic]}”{where}" + _as_there(question, theirs)
                yield Remark(f"questions.{number}", said, blocks, topic)

    def _other(self, key: str, question: str) -> tuple[str, str] | None:
        words, sound = self._same(question)
        if not words:
            return None
        held = (self._by_words.get(words, {}), self._by_sound.get(sound, {}))
        return next(((topic, theirs) for by in held for topic, theirs in by.items() if topic != key), None)


def _as_there(ours: str, theirs: str) -> str:
    if ours == theirs:
        return "也有这一句，两边只能留一句"
    if normalise(ours) == normalise(theirs):
        return f"也有“{theirs}”，只差标点或空格，两边只能留一句"
    return f"有读音相同的“{theirs}”，电话里分不清，两边只能留一句"


def alike(questions: Sequence[str], among: Collection[int]) -> Iterator[Remark]:
    """Yield remarks for those questions, by number, that say hardly more than another one of the same topic."""
    pairs = [_pairs(question) for question in questions]
    told = 0
    for number in sorted(among):
        twin = next((other for other in range(len(pairs)) if _twins(pairs, number, other, among)), None)
        if twin is not None and told < _MOST_ALIKE:
            told += 1
            yield Remark(f"questions.{number}", f"和“{questions[twin]}”几乎一样，换一种说法更有用")


def _twins(pairs: Sequence[frozenset[str]], number: int, other: int, among: Collection[int]) -> bool:
    if other == number or (other in among and other > number):  # two new ones: the later is remarked
        return False
    ours, theirs = pairs[number], pairs[other]
    both = len(ours & theirs)
    # the same words differing only in punctuation are refused by the reader
    return bool(ours) and ours != theirs and 2 * both >= _ALIKE * (len(ours) + len(theirs))


def _pairs(question: str) -> frozenset[str]:
    words = normalise(question)
    return frozenset(words[at : at + 2] for at in range(len(words) - 1))


def new_questions(live: Content | None, questions: Sequence[str]) -> list[int]:
    """Return the numbers of the questions that the live topic doesn't have."""
    held = {normalise(str(each)) for each in (live or {}).get("questions") or ()}
    return [number for number, each in enumerate(questions) if normalise(each) not in held]


def confused(
    key: str,
    title_of: Callable[[str], str],
    understood: Mapping[int, Understanding],
    near: Mapping[int, Sequence[Near]],
) -> Iterator[Remark]:
    """Yield remarks for questions, by number, that the live understanding takes for another topic than `key`."""
    for number, each in understood.items():
        other = each.topic
        like = next((one for one in near.get(number, ()) if one.topic not in (None, key)), None)
        if other is not None and other != key:
            also = f"，因为那里有“{like.text}”" if like and like.topic == other else ""
            said = f"小政现在会答“{title_of(other)}”（把握 {each.confidence:.0%}）{also}"
            yield Remark(f"questions.{number}", said, topic=other)
        elif like is not None and like.topic is not None and like.weight >= _CLOSE and other != key:
            said = f"和“{title_of(like.topic)}”里的“{like.text}”很像，小心听混"
            yield Remark(f"questions.{number}", said, topic=like.topic)
