"""The half of the decoding graph that knows how words sound: `HCLr.fst`, a tree of pronunciations.

Word numbers are given in the tree's depth-first order, so that the words below any state are few intervals; that is
what the decoder's look-ahead needs.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from speech.graph.lexicon import Pronunciation
from speech.graph.openfst import Interval, Transducer, lookahead_file, merged
from speech.graph.phones import BEGIN, BETWEEN_WORDS, END, INSIDE_WORD, INTERNAL, enter, phone, phones, stay
from speech.graph.units import UNITS

UNKNOWN = "[unk]"  # two or more units of any kind: what a grammar doesn't foresee
_UNKNOWN_COST = 1.0  # for each unit, so that real words win

_WORDS = "words"


class WordTree:
    """Builds the tree; `numbers` gives each word its number from 1, `file` the bytes."""

    def __init__(self, lexicon: Mapping[str, Sequence[Pronunciation]]) -> None:
        self.numbers: dict[str, int] = {}
        self._fst = Transducer()
        self._reach: list[list[Interval]] = []
        self._root, self._silence = self._state(0.0), self._state(0.0)
        self._blank(self._root, BETWEEN_WORDS, self._silence)
        self._grow(_tree(lexicon), self._root, self._silence)
        self._add_unknown()

    def file(self) -> bytes:
        """Return `HCLr.fst`."""
        count = len(self.numbers)
        reach = [
            [(1, count + 2)] if at in (self._root, self._silence) else each
            for at, each in enumerate(self._reach)
        ]
        return lookahead_file(self._fst, reach, count)

    def _state(self, final: float | None = None) -> int:
        self._reach.append([])
        return self._fst.state() if final is None else self._fst.state(final)

    def _blank(self, source: int, blank: int, target: int) -> None:
        self._fst.arc(source, enter(blank), 0, 0.0, target)
        self._fst.arc(target, stay(blank), 0, 0.0, target)

    def _unit(self, sources: Sequence[int], unit: int, cost: float = 0.0) -> int:
        """Add a unit that may be stayed in, after any of `sources`; return its state."""
        state = self._state()
        for source in sources:
            self._fst.arc(source, enter(unit), 0, cost, state)
        self._fst.arc(state, stay(unit), 0, 0.0, state)
        return state

    def _grow(self, tree: dict[Any, Any], *sources: int) -> list[Interval]:
        """Add what lies below a node; return the words in it."""
        below: list[Interval] = []
        for unit, branch in tree.items():
            if unit == _WORDS:
                continue
            state = self._unit(sources, unit)
            found = [self._word(state, word) for word in branch.get(_WORDS, ())]
            if branch.keys() - {_WORDS}:
                pause = self._state()
                self._blank(state, INSIDE_WORD, pause)
                self._reach[pause] = self._grow(branch, state, pause)
                found += self._reach[pause]
            self._reach[state] = merged(found)
            below += found
        return merged(below)

    def _word(self, state: int, word: str) -> Interval:
        number = self.numbers.setdefault(word, len(self.numbers) + 1)
        self._fst.arc(state, 0, number, 0.0, self._root)
        return number, number + 1

    def _add_unknown(self) -> None:
        number = self.numbers[UNKNOWN] = len(self.numbers) + 1
        first_new = len(self._reach)
        middle, pause = self._state(), self._state()
        self._blank(middle, INSIDE_WORD, pause)
        for unit in UNITS:
            for place, sources in (
                (BEGIN, (self._root, self._silence)),
                (INTERNAL, (middle, pause)),
                (END, (middle, pause)),
            ):
                state = self._unit(sources, phone(unit, place), _UNKNOWN_COST)
                last = place == END
                self._fst.arc(state, 0, number if last else 0, 0.0, self._root if last else middle)
        for state in range(first_new, len(self._reach)):
            self._reach[state] = [(number, number + 1)]


def _tree(lexicon: Mapping[str, Sequence[Pronunciation]]) -> dict[Any, Any]:
    root: dict[Any, Any] = {}
    for word, ways in lexicon.items():
        for way in ways:
            node = root
            for unit in phones(way):
                node = node.setdefault(unit, {})
            node.setdefault(_WORDS, []).append(word)
    return root
