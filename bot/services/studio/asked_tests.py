"""Citizens' sentences that nothing shall answer, as tests of the site, and no more."""

from collections.abc import Iterable, Sequence

from bot.business.errors import Invalid
from bot.business.studio.asked import Treated
from bot.services.studio.test_sentences import TestSentenceService


class AskedTests:
    """Writes test sentences."""

    def __init__(self, tests: TestSentenceService) -> None:
        self._tests = tests

    def add(self, words: Sequence[tuple[str, str]], by: str) -> None:
        """Add (text, channel) as tests that no topic may answer. Raises Invalid, with nothing added, for a topic's test."""
        held = {each.text: each.topic for each in self._tests.all()}
        for text, _ in words:
            if held.get(text) is not None:
                raise Invalid("words", f"“{text}”是某个主题的测试句，要先到“试一试”里改掉。")
        for text, channel in words:
            if text not in held:
                self._tests.add(text, None, by, "web" if channel == "web" else "voice")

    def take_back(self, done: Iterable[Treated]) -> None:
        """Take away the tests that were made then; those that were there before stay."""
        made = {each.text: each.at for each in done}
        tests = (each for each in self._tests.all() if each.topic is None and each.text in made)
        self._tests.drop([each.id for each in tests if each.at >= made[each.text]])
