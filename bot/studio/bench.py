"""The test bench: a process beside the hotline that holds a trained understanding and tries sentences on it."""

from collections.abc import Sequence

from bot.business.errors import BusinessError
from bot.business.studio.understanding import Near, Understanding


class BenchUnavailable(BusinessError):
    """The bench gives no answer; the live line isn't concerned."""


class Bench:
    """Tries sentences; started when it is first needed, ended when it was not for a while."""

    async def understand(
        self, texts: Sequence[str], folder: str | None = None, reasons: int = 0
    ) -> list[Understanding]:
        """Return what is made of each sentence by the understanding of a release's folder (None: the live one).

        With `reasons` that many training sentences that spoke for the first guess. Raises BenchUnavailable.
        """
        raise NotImplementedError

    async def near(self, texts: Sequence[str], least: float = 0.6, most: int = 5) -> list[list[Near]]:
        """Return for each sentence the live training sentences most like it, at least `least` alike. Raises BenchUnavailable."""
        raise NotImplementedError

    async def pairs(self, texts: Sequence[str], least: float = 0.6) -> list[tuple[int, int, float]]:
        """Return (number, number, likeness) of sentences that are alike, for up to 3,000. Raises BenchUnavailable."""
        raise NotImplementedError

    async def close(self) -> None:
        """End the process."""
