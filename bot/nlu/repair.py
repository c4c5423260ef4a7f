"""Misheard characters put right: of all near homophones, the ones that make the likeliest sentence for our subject.

A noisy channel over the training sentences: how likely a character follows the two before it (trigrams, interpolated
with bigrams and single characters), against how unlikely it is that it was misheard. What is put right serves
understanding only; what the citizen said stays as it was said.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import log
from pathlib import Path

from bot.nlu.sounds import blurred, syllables

_HEARD_RIGHT, _MISHEARD = log(0.9), log(0.001)  # 0.03 to 0.0003 tried: at 0.001 clean sentences lose nothing
_BEAM = 8  # readings of a sentence that are followed at once
_START, _END = "^", "$"
_TRIGRAM, _BIGRAM = 0.6, 0.8  # how much the longer run counts where it is known

_Reading = tuple[float, tuple[str, str], tuple[str, ...]]  # likelihood, last two tokens, all tokens


class Repair:
    """Puts tokens right. Made by `learn` or from what `stored` gave."""

    def __init__(self, grams: dict[str, int]) -> None:
        # how often a run is there, and so how often it is followed by anything: every sentence ends with _END
        self._grams = grams
        single = [gram for gram in grams if " " not in gram and gram != _START]
        self._all = sum(grams[each] for each in single)
        self._rare = 0.1 / (self._all + 1)
        self._alike: defaultdict[str, list[str]] = defaultdict(list)
        for each in filter(_is_character, single):
            self._alike[_sound(each)].append(each)

    @staticmethod
    def learn(sentences: Iterable[list[str]]) -> "Repair":
        """Return what `sentences`, given as tokens, teach."""
        grams: Counter[str] = Counter()
        for tokens in sentences:
            padded = [_START, _START, *tokens, _END]
            for two, one, token in zip(padded, padded[1:], padded[2:], strict=False):
                grams.update((token, f"{one} {token}", f"{two} {one} {token}"))
        grams[_START] = grams[f"{_START} {_START}"] = grams[_END]
        return Repair(dict(grams))

    def grown(self, sentences: Iterable[list[str]]) -> "Repair":
        """Return one that these sentences have taught as well."""
        more = Counter(self._grams)
        more.update(Repair.learn(sentences)._grams)
        return Repair(dict(more))

    @staticmethod
    def load(file: Path) -> "Repair":
        """Read what `save` wrote, piece by piece, so that turns go on beside it. Raises OSError, ValueError."""
        length, *lines = file.read_text(encoding="utf-8").split("\n")
        if len(lines) != int(length):
            raise ValueError("the runs are cut off")
        grams: dict[str, int] = {}
        for line in lines:
            gram, _, count = line.partition("\t")
            grams[gram] = int(count)
        return Repair(grams)

    def save(self, file: Path) -> None:
        """Write how many runs there are, then each and how often it is there, a line each."""
        lines = (f"{gram}\t{count}" for gram, count in self._grams.items())
        file.write_text("\n".join((str(len(self._grams)), *lines)), encoding="utf-8")

    def __call__(self, tokens: list[str]) -> list[str]:
        """Return the likeliest tokens behind those that were heard, as many."""
        readings: list[_Reading] = [(0.0, (_START, _START), ())]
        for token, following in zip(tokens, (*tokens[1:], _END), strict=False):
            readings = self._followed(readings, token, following)
        return list(max(readings, key=lambda each: each[0] + self._likely(each[1], _END))[2])

    def _followed(self, readings: list[_Reading], heard: str, following: str) -> list[_Reading]:
        alike = self._alike.get(_sound(heard), ()) if _is_character(heard) else ()
        before_next = {each for each in alike if f"{each} {following}" in self._grams}
        best: dict[tuple[str, str], _Reading] = {}
        for so_far, (two, one), path in readings:
            # a homophone that nobody ever said after the last token or before the next isn't what was meant
            meant = [
                each
                for each in alike
                if each != heard and (each in before_next or f"{one} {each}" in self._grams)
            ]
            for token in (heard, *meant):
                cost = _HEARD_RIGHT if token == heard else _MISHEARD
                likelihood = so_far + cost + self._likely((two, one), token)
                state = (one, token)
                if state not in best or likelihood > best[state][0]:
                    best[state] = (likelihood, state, (*path, token))
        return sorted(best.values(), key=lambda each: -each[0])[:_BEAM]

    def _likely(self, before: tuple[str, str], token: str) -> float:
        two, one = before
        grams, head = self._grams, f"{two} {one}"
        single = grams.get(token, 0) / (self._all + 1) + self._rare
        after_one = _BIGRAM * grams.get(f"{one} {token}", 0) / grams.get(one, 1) + (1 - _BIGRAM) * single
        if head not in grams:
            return log(after_one)
        return log(_TRIGRAM * grams.get(f"{head} {token}", 0) / grams[head] + (1 - _TRIGRAM) * after_one)


def _sound(character: str) -> str:
    return blurred(syllables([character])[0])


def _is_character(token: str) -> bool:
    return len(token) == 1 and "\u3400" <= token <= "\u9fff"
