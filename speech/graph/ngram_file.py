"""Unpacks OpenFst's `ngram` type, a language model in a LOUDS tree (Sorensen and Allauzen 2011), into plain arcs.

A state is a history; its place in the tree spells it from the last word backwards, so its parent is the history to
back off to. State 0 is the empty history, state 1 the start. Layout read from OpenFst's ngram-fst.h, version 4.
"""

import struct

import numpy as np

from speech.graph.openfst import ARCS, NO_FINAL, Numbers

_SIZES = struct.Struct("<QQQ")  # states, words that follow some history, final states
_NONE = -1


def read_ngram(data: bytes) -> tuple[int, Numbers, Numbers, Numbers]:
    """Return start, final costs, arcs of each state, and all arcs sorted by state and label. Raises ValueError."""
    states, futures, finals = _SIZES.unpack_from(data)
    cursor = _Cursor(data)
    tree = cursor.bits(2 * states + 1)
    following = cursor.bits(futures + states + 1)
    is_final = cursor.bits(states)
    context = cursor.array("<i4", states + 1)[:states].astype(np.int64)
    words = cursor.array("<i4", futures)
    back_off = cursor.array("<f4", states + 1)[:states]
    final_costs, costs = cursor.array("<f4", finals), cursor.array("<f4", futures)
    parents = np.flatnonzero(tree) - np.arange(states) - 1
    own = np.diff(np.flatnonzero(following == 0)) - 1
    ends = np.full(states, NO_FINAL, dtype="<f4")
    ends[is_final == 1] = final_costs
    owner = np.repeat(np.arange(states), own)
    arcs = np.zeros(futures + states - 1, dtype=ARCS)
    is_word = np.ones(len(arcs), dtype=bool)
    counts = own + (np.arange(states) > 0)
    is_word[(np.cumsum(counts) - counts)[1:]] = False  # every history but the empty one backs off first
    arcs["input"][is_word], arcs["cost"][is_word] = words, costs
    arcs["next"][is_word] = _Histories(parents, context).after(owner, words)
    arcs["cost"][~is_word], arcs["next"][~is_word] = back_off[1:], parents[1:]
    arcs["output"] = arcs["input"]
    return 1, ends, counts, arcs


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, _SIZES.size

    def bits(self, count: int) -> Numbers:
        packed = self.array("<u8", (count + 63) // 64)
        return np.unpackbits(packed.view(np.uint8), bitorder="little")[:count]

    def array(self, kind: str, count: int) -> Numbers:
        found = np.frombuffer(self._data, kind, count, self._at)
        self._at += found.nbytes
        return found


class _Histories:
    """The tree of histories: for each its parent and the word by which it is longer than its parent."""

    def __init__(self, parents: Numbers, words: Numbers) -> None:
        self._radix = int(words.max()) + 1
        self._keys = (
            parents[1:] * self._radix + words[1:]
        )  # ascending: the file lists the tree level by level
        self._paths = _paths(parents, words)

    def after(self, histories: Numbers, words: Numbers) -> Numbers:
        """Return the longest known history after each of `words` was said in the one of `histories`."""
        state = self._children(np.zeros(len(words), dtype=np.int64), words)
        growing = state > 0
        for earlier in self._paths.T:
            longer = self._children(state, np.where(growing, earlier[histories], _NONE))
            growing = longer > 0
            state = np.where(growing, longer, state)
        return state

    def _children(self, parents: Numbers, words: Numbers) -> Numbers:
        """Return the children of `parents` by `words`, 0 where there are none."""
        keys = parents * self._radix + words
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        found = (self._keys[places] == keys) & (words >= 0) & (words < self._radix)
        return np.where(found, places + 1, 0)


def _paths(parents: Numbers, words: Numbers) -> Numbers:
    """Return each history's words, the last one first, filled up with _NONE."""
    levels = [(0, 1)]
    while levels[-1][1] < len(parents):
        first = levels[-1][1]
        levels.append((first, int(np.searchsorted(parents, first))))
        if levels[-1][1] <= first:
            raise ValueError("历史词的树损坏")
    paths = np.full((len(parents), len(levels) - 1), _NONE, dtype=np.int64)
    for depth, (first, last) in enumerate(levels[1:]):
        paths[first:last] = paths[parents[first:last]]
        paths[first:last, depth] = words[first:last]
    return paths
