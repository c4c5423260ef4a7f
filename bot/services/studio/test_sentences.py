"""The site's own regression sentences."""

import secrets
from collections.abc import Iterable

from bot.business.errors import Invalid
from bot.business.studio.asked import TestSentence
from bot.services.ports import Clock, UnitOfWorkFactory

_LONGEST = 300


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
