"""Different words for the same thing: finds the concepts of data/reference/concepts.yml in a sentence, by sound.

A word list knows what a few hundred training sentences can't show: that 新农合 is 居民医保 and 炒鱿鱼 is 辞退. Found by
sound, a term still counts when the recogniser writes its homophone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import yaml

from bot.business.text import normalise
from bot.nlu.sounds import blurred, syllables


@dataclass(frozen=True)
class Lexicon:
    """`concepts`: each with its wordings; `subjects`: those by which a sentence is known to be about our subject."""

    concepts: dict[str, list[str]]
    subjects: list[str]


def read_lexicon(file: Path) -> Lexicon:
    """Return the lexicon in `file`. Raises OSError, and ValueError naming everything that contradicts itself."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    lexicon = Lexicon(content["concepts"], content["subjects"])
    owners: dict[str, list[str]] = {}
    for concept, wordings in lexicon.concepts.items():
        for wording in wordings:
            owners.setdefault(wording, []).append(concept)
    wrong = [f"{wording}（{'、'.join(by)}）" for wording, by in owners.items() if len(by) > 1]
    wrong += [f"subjects 里的 {name} 不是概念" for name in lexicon.subjects if name not in lexicon.concepts]
    if wrong:
        raise ValueError(f"{file}: 一个说法只能属于一个概念：{'；'.join(wrong)}")
    return lexicon


class ConceptFinder:
    """Finds wordings from left to right, the longest first."""

    def __init__(self, concepts: Mapping[str, Iterable[str]]) -> None:
        self._concepts = {
            _Heard(list(normalise(wording))).all: concept
            for concept, wordings in concepts.items()
            for wording in wordings
        }
        self._longest = max(map(len, self._concepts), default=0)

    def find(self, tokens: list[str]) -> list[str]:
        """Return the concepts that the tokens name, in order."""
        heard, found, at = _Heard(tokens), [], 0
        while at < len(tokens):
            length, concept = self._at(heard, at, len(tokens))
            if concept is not None:
                found.append(concept)
            at += length
        return found

    def _at(self, heard: "_Heard", at: int, end: int) -> tuple[int, str | None]:
        for length in range(min(self._longest, end - at), 0, -1):
            concept = self._concepts.get(heard.part(at, length))
            if concept is not None:
                return length, concept
        return 1, None


class _Heard:
    """Tokens as they are compared: one as written, two by syllables, more by blurred ones, for short words have
    many homophones.
    """

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._sharp = syllables(tokens)
        self._blurred = [blurred(each) for each in self._sharp]

    def part(self, at: int, length: int) -> tuple[str, ...]:
        """Return what `length` tokens from `at` are looked up by."""
        kinds = {1: self._tokens, 2: self._sharp}
        return tuple(kinds.get(length, self._blurred)[at : at + length])

    @property
    def all(self) -> tuple[str, ...]:
        """Return what all of the tokens are looked up by."""
        return self.part(0, len(self._tokens))


def with_pairs(concepts: list[str]) -> list[str]:
    """Return each concept once, and each pair: 备案 with 未备案 or with 材料 are different questions."""
    each = sorted(set(concepts))
    return each + [f"{one}&{other}" for one, other in combinations(each, 2)]
