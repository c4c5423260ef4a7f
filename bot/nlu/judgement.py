"""What the classifier makes of a sentence, before any rule looks at it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Judgement:
    """`meant`: the tokens with misheard characters put right; `ranking`: (intent, probability), best first."""

    meant: str
    on_subject: bool
    ranking: tuple[tuple[str, float], ...]
