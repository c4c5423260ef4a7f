"""Misheard characters put right: of all near homophones, the ones that make the likeliest sentence for our subject.

A noisy channel over the training sentences: how likely a character follows the two before it (trigrams, interpolated
with bigrams and single characters), against how unlikely it is that it was misheard. What is put right serves
understanding only; what the citizen said stays as it was said.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import log
from pathlib import Path
from typing import NamedTuple

from bot.nlu.shelf import Shelf
from bot.nlu.sounds import blurred, syllables

_HEARD_RIGHT, _MISHEARD = log(0.9), log(0.001)  # 0.03 to 0.0003 tried: at 0.001 clean sentences lose nothing
_BEAM = 8  # readings of a sentence that are followed at once
_START, _END = "^", "$"
_TRIGRAM, _BIGRAM = 0.6, 0.8  # how much the longer run counts where it is known

_FILES = ("grams.txt", "more-grams.txt")

_Reading = tuple[float, tuple[str, str], tuple[str, ...]]  # likelihood, last two tokens, all tokens
_Step = tuple[str, float, float]  # a token, what it costs to take it, how likely it is after the last one


class _Choice(NamedTuple):
    """A token that may have been meant; `always`: also where it never followed yet."""

    token: str
    cost: float
    always: bool


class Runs:
    """How often each run of one to three tokens is there, and so how often it is followed by anything: every sentence
    ends with _END. `alike`: the characters by their sound; `tokens`: how many there are in all.
    """

    def __init__(self, counts: dict[str, int]) -> None:
        self.counts = counts
        single = [gram for gram in counts if " " not in gram and gram != _START]
        self.tokens = sum(counts[each] for each in single)
        self.alike: defaultdict[str, list[str]] = defaultdict(list)
        for each in filter(_is_character, single):
            self.alike[_sound(each)].append(each)

    @staticmethod
    def learn(sentences: Iterable[list[str]]) -> "Runs":
        """Return the runs of `sentences`, given as tokens."""
        counts: Counter[str] = Counter()
        for tokens in sentences:
            padded = [_START, _START, *tokens, _END]
            for two, one, token in zip(padded, padded[1:], padded[2:], strict=False):
                counts.update((token, f"{one} {token}", f"{two} {one} {token}"))
        counts[_START] = counts[f"{_START} {_START}"] = counts[_END]
        return Runs(dict(counts))

    @staticmethod
    def stored(content: bytes) -> "Runs":
        """Return what `save` wrote, read piece by piece, so that turns go on beside it. Raises ValueError."""
        length, *lines = content.decode("utf-8").split("\n")
        if len(lines) != int(length):
            raise ValueError("the runs are cut off")
        counts: dict[str, int] = {}
        for line in lines:
            gram, _, count = line.partition("\t")
            counts[gram] = int(count)
        return Runs(counts)

    def save(self, file: Path) -> None:
        """Write how many runs there are, then each and how often it is there, a line each."""
        lines = (f"{gram}\t{count}" for gram, count in self.counts.items())
        file.write_text("\n".join((str(len(self.counts)), *lines)), encoding="utf-8")


class Repair:
    """Puts tokens right by the runs of many sentences, and those of a few more that were learnt later."""

    def __init__(self, runs: Runs, more: Runs | None = None) -> None:
        self._runs = runs
        self._more = more or Runs({})
        self._all = self._runs.tokens + self._more.tokens
        self._rare = 0.1 / (self._all + 1)

    @staticmethod
    def learn(sentences: Iterable[list[str]]) -> "Repair":
        """Return what `sentences`, given as tokens, teach."""
        return Repair(Runs.learn(sentences))

    def grown(self, sentences: Iterable[list[str]]) -> "Repair":
        """Return one that these sentences have taught as well; what was grown before is forgotten."""
        return Repair(self._runs, Runs.learn(sentences))

    @staticmethod
    def load(folder: Path, shelf: Shelf) -> "Repair":
        """Read what `save` wrote. Raises OSError, ValueError."""
        return Repair(*(shelf.read(folder / name, Runs.stored) for name in _FILES))

    def save(self, folder: Path) -> None:
        """Write both runs into the folder."""
        for name, runs in zip(_FILES, (self._runs, self._more), strict=True):
            runs.save(folder / name)

    def __call__(self, tokens: list[str]) -> list[str]:
        """Return the likeliest tokens behind those that were heard, as many."""
        readings: list[_Reading] = [(0.0, (_START, _START), ())]
        for token, following in zip(tokens, (*tokens[1:], _END), strict=False):
            readings = self._followed(readings, token, following)
        ended = self._continued(readings, [_Choice(_END, 0.0, always=True)])
        return list(max(ended, key=lambda each: each[0])[2][:-1])

    def _followed(self, readings: list[_Reading], heard: str, following: str) -> list[_Reading]:
        alike = self._alike(_sound(heard)) if _is_character(heard) else []
        choices = [_Choice(heard, _HEARD_RIGHT, always=True)]
        choices += [
            _Choice(each, _MISHEARD, always=self._count(f"{each} {following}") > 0)
            for each in alike
            if each != heard
        ]
        return sorted(self._continued(readings, choices), key=lambda each: -each[0])[:_BEAM]

    def _continued(self, readings: list[_Reading], choices: list[_Choice]) -> list[_Reading]:
        """Return the readings with each choice taken as their next token, of those that end alike the likeliest."""
        count, steps = self._count, dict[str, list[_Step]]()
        best: dict[tuple[str, str], _Reading] = {}
        for so_far, (two, one), path in readings:
            if one not in steps:
                steps[one] = self._steps(one, choices)
            head = f"{two} {one} "
            ahead = count(head[:-1])
            for token, cost, after_one in steps[one]:
                longer = _TRIGRAM * count(head + token) / ahead if ahead else 0.0
                share = longer + (1 - _TRIGRAM) * after_one if ahead else after_one
                likelihood = so_far + cost + log(share)
                state = (one, token)
                if state not in best or likelihood > best[state][0]:
                    best[state] = (likelihood, state, (*path, token))
        return list(best.values())

    def _steps(self, one: str, choices: list[_Choice]) -> list[_Step]:
        times, ahead, steps = self._count(one) or 1, f"{one} ", []
        for token, cost, always in choices:
            pair = self._count(ahead + token)
            # a homophone that nobody ever said after the last token or before the next isn't what was meant
            if pair or always:
                single = self._count(token) / (self._all + 1) + self._rare
                steps.append((token, cost, _BIGRAM * pair / times + (1 - _BIGRAM) * single))
        return steps

    def _count(self, run: str) -> int:
        found = self._runs.counts.get(run, 0)
        return found + self._more.counts.get(run, 0) if self._more.counts else found

    def _alike(self, sound: str) -> list[str]:
        known, more = self._runs.alike.get(sound, []), self._more.alike.get(sound, [])
        return [*known, *(each for each in more if each not in known)] if more else known


def _sound(character: str) -> str:
    return blurred(syllables([character])[0])


def _is_character(token: str) -> bool:
    return len(token) == 1 and "\u3400" <= token <= "\u9fff"
