"""What the bench said of sentences, kept while the same understanding is live: to ask anew takes seconds."""

from collections.abc import Sequence

from bot.business.studio.mining import Pair
from bot.business.studio.understanding import Understanding
from bot.studio.bench import Bench

_FEW = 20  # sentences that came since; until there are more, each stands by itself


class AskedMemory:
    """Remembers which sentences are alike and what they are taken for."""

    def __init__(self) -> None:
        self._live: object = None
        self._known: set[str] = set()
        self._alike: list[tuple[str, str, float]] = []
        self._taken: dict[str, Understanding] = {}

    def begin(self, live: object) -> None:
        """Forget what an earlier release made of sentences; `live` names the present one."""
        if live != self._live:
            self._live, self._known, self._alike, self._taken = live, set(), [], {}

    async def pairs(self, bench: Bench, texts: Sequence[str]) -> list[Pair]:
        """Return which of the sentences are alike. Raises BenchUnavailable."""
        live, place = self._live, {text: number for number, text in enumerate(texts)}
        if len(place.keys() - self._known) > min(_FEW, len(self._known)):
            found = await bench.pairs(texts)
            if live == self._live:
                self._known = set(texts)
                self._alike = [(texts[one], texts[two], alike) for one, two, alike in found]
            return found
        return [
            (place[one], place[two], alike) for one, two, alike in self._alike if {one, two} <= place.keys()
        ]

    async def taken(self, bench: Bench, texts: Sequence[str]) -> list[Understanding]:
        """Return what each sentence is taken for. Raises BenchUnavailable."""
        live = self._live
        known = {text: self._taken[text] for text in texts if text in self._taken}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known |= dict(zip(new, await bench.understand(new), strict=True)) if new else {}
        if live == self._live:
            self._taken = known
        return [known[text] for text in texts]
