"""What the understanding makes of a sentence, and why."""

from dataclasses import dataclass

from bot.business.gate import CLARIFY, TOPIC_PREFIX


@dataclass(frozen=True)
class Near:
    """A training sentence: the intent it belongs to, and how alike it is (about 0 to 1.5) or how much it spoke for a guess."""

    text: str
    intent: str
    weight: float

    @property
    def topic(self) -> str | None:
        """Return its topic, None when it belongs to none."""
        return self.intent.removeprefix(TOPIC_PREFIX) if self.intent.startswith(TOPIC_PREFIX) else None


@dataclass(frozen=True)
class Understanding:
    """A sentence as the understanding takes it.

    `meant`: with misheard characters put right. `ranking`: (intent, confidence 0 to 1), best first. `intent`, `confidence`,
    `options`: what the answer gate made of it. `reasons`: the training sentences that spoke most for the first of the ranking.
    """

    text: str
    meant: str
    on_subject: bool
    ranking: tuple[tuple[str, float], ...]
    intent: str
    confidence: float
    options: tuple[str, ...]
    reasons: tuple[Near, ...] = ()

    @property
    def topic(self) -> str | None:
        """Return the topic that would be answered, None when none would."""
        return self.intent.removeprefix(TOPIC_PREFIX) if self.intent.startswith(TOPIC_PREFIX) else None

    @property
    def offered(self) -> tuple[str, ...]:
        """Return the topics that would be offered when asking back."""
        return (
            tuple(each.removeprefix(TOPIC_PREFIX) for each in self.options) if self.intent == CLARIFY else ()
        )

    @property
    def topics(self) -> tuple[tuple[str, float], ...]:
        """Return (topic, confidence) of the ranking, best first."""
        return tuple(
            (name.removeprefix(TOPIC_PREFIX), sure)
            for name, sure in self.ranking
            if name.startswith(TOPIC_PREFIX)
        )
