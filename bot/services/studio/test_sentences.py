"""The site's own regression sentences."""

import secrets
from collections.abc import Iterable, Sequence

from bot.business.errors import Invalid
from bot.business.studio.asked import TestSentence
from bot.services.ports import Clock, UnitOfWorkFactory

_LONGEST = 300
MOST = 10_000  # sentences; each release tries them all
_AT_ONCE = 200  # rows in a transaction: others write in between
Words = tuple[str, str | None, str]  # text, topic, channel


class TestSentenceService:
    """Use cases of regression sentences: what a release has to understand before it goes live."""

    def __init__(self, unit_of_work: UnitOfWorkFactory, now: Clock) -> None:
        self._work = unit_of_work
        self._now = now

    def add(self, text: str, topic: str | None, by: str, channel: str = "web") -> TestSentence:
        """Add a sentence that has to reach `topic` (None: no topic at all). Raises Invalid."""
        text = " ".join(text.split())
        if not 1 <= len(text) <= _LONGEST:
            raise Invalid("text", f"句子要写 1 到 {_LONGEST} 个字。")
        sentence = TestSentence(secrets.token_hex(8), text, topic, channel, by, self._now())
        with self._work() as work:
            same = next((each for each in work.test_sentences.all() if each.text == text), None)
            if same is not None:
                sentence = TestSentence(same.id, text, topic, channel, by, self._now())
            work.test_sentences.put(sentence)
            work.commit()
        return sentence

    def add_all(self, words: Sequence[Words], by: str) -> int:
        """Add many, a text once, over what it was to reach before; return how many texts are new. Raises Invalid."""
        held = {each.text: each.id for each in self.all()}
        wanted = {" ".join(text.split()): (topic, channel) for text, topic, channel in words}
        if any(not 1 <= len(text) <= _LONGEST for text in wanted):
            raise Invalid("text", f"句子要写 1 到 {_LONGEST} 个字。")
        new = len(wanted.keys() - held.keys())
        if len(held) + new > MOST:
            raise Invalid("text", f"测试句最多 {MOST:,} 句，现在有 {len(held):,} 句，请先删掉一些。")
        now = self._now()
        sentences = [
            TestSentence(held.get(text) or secrets.token_hex(8), text, *about, by, now)
            for text, about in wanted.items()
        ]
        for start in range(0, len(sentences), _AT_ONCE):
            with self._work() as work:
                for sentence in sentences[start : start + _AT_ONCE]:
                    work.test_sentences.put(sentence)
                work.commit()
        return new

    def drop(self, ids: Iterable[str]) -> None:
        """Take sentences away."""
        with self._work() as work:
            for id in ids:
                work.test_sentences.drop(id)
            work.commit()

    def all(self) -> list[TestSentence]:
        """Return all sentences, oldest first."""
        with self._work() as work:
            return work.test_sentences.all()
