"""Two recogniser models beside each other, on sentences that were always heard and on new ones."""

import random
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.conversations.spoken_knowledge import plain
from bot.settings import Settings
from speech.audio import Audio, resample
from speech.graph.trial import Trial, as_good, listen
from speech.synthesiser import Synthesiser

SAID = "said.txt"  # in each adapted model: what it was made of

_RATE = 16000
_NEW = 8  # sentences of the knowledge base, new ones before all others
_SHORTEST, _LONGEST = 5, 24  # characters of a sentence
_ALWAYS = (
    "我要转人工", "对就是这样", "不对我说错了", "麻烦您再说一遍", "我要登记一个工单",
    "幺三八零零五七七二四六", "我住在人民路三十六号", "今天下午有没有人上班",
)  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """What both models heard of what was `said`."""

    before: Trial
    after: Trial
    said: list[str]

    @property
    def good(self) -> bool:
        """Return whether nothing was lost: neither of what was always heard, nor over all."""
        first = len(_ALWAYS)
        always = (Trial(trial.heard[:first], trial.real_time_factor) for trial in (self.before, self.after))
        return as_good(self.said[:first], *always) and as_good(self.said, self.before, self.after)

    def told(self) -> str:
        """Return how well both hear, in Chinese."""
        total = sum(map(len, self.said))
        rates = [f"{trial.errors(self.said) / total:.1%}" for trial in (self.before, self.after)]
        return f"试听 {len(self.said)} 句，错字 {rates[0]} → {rates[1]}"


def compared(settings: Settings, used: Path, made: Path, own: list[str]) -> Comparison | None:
    """Return what both models hear, or None when the new one can't be used. Raises SynthesiserError."""
    said = [*_ALWAYS, *_chosen(own, used)]
    sounds = _spoken(settings, said)
    before, after = listen(used, sounds), listen(made, sounds)
    if after is None:
        return None
    if before is None:  # what was in use is broken: anything that hears is better
        before = Trial(("",) * len(said), 0.0)
    return Comparison(before, after, said)


def _chosen(own: list[str], used: Path) -> list[str]:
    """Return what to try: sentences that the model in use wasn't made of, filled up with others."""
    known: set[str] = set()
    with suppress(OSError):
        known = set((used / SAID).read_text(encoding="utf-8").splitlines())
    fitting = [line for line in map(plain, own) if _SHORTEST <= len(line) <= _LONGEST]
    random.Random(len(own)).shuffle(fitting)
    heard_before = set(map(plain, known))
    return sorted(fitting, key=lambda line: line in heard_before)[:_NEW]


def _spoken(settings: Settings, said: list[str]) -> list[Audio]:
    mouth = Synthesiser(workers=1, cache_dir=settings.var / "speech-cache", rate=settings.speech_rate)
    try:
        return [resample(mouth.speak(sentence), _RATE) for sentence in said]
    finally:
        mouth.close()
