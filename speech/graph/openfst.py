"""Writes transducers as OpenFst's binary files, without OpenFst.

Layouts read from OpenFst's const-fst.h, add-on.h and label-reachable.h; checked by libvosk loading them.
"""

import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

NO_FINAL = float("inf")  # cost of ending in a state that isn't final

_MAGIC = 2125659606
_ADD_ON_MAGIC = 446681434
_EXPANDED = 0x1
_INPUT_SORTED = 0x10000000
_OUTPUT_SORTED = 0x40000000

Arc = tuple[int, int, float, int]  # input label, output label, cost, next state; label 0 is epsilon
Numbers = NDArray[Any]
Interval = tuple[int, int]  # labels from the first to before the second

STATES = np.dtype(
    [("final", "<f4"), ("first", "<u4"), ("arcs", "<u4"), ("inputs", "<u4"), ("outputs", "<u4")]
)
ARCS = np.dtype([("input", "<i4"), ("output", "<i4"), ("cost", "<f4"), ("next", "<i4")])


@dataclass
class Transducer:
    """States with their arcs and final costs; state numbers are positions in the lists."""

    arcs: list[list[Arc]] = field(default_factory=list)
    finals: list[float] = field(default_factory=list)

    def state(self, final: float = NO_FINAL) -> int:
        """Add a state and return its number."""
        self.arcs.append([])
        self.finals.append(final)
        return len(self.arcs) - 1

    def arc(self, source: int, label: int, word: int, cost: float, target: int) -> None:
        """Add an arc."""
        self.arcs[source].append((label, word, cost, target))


def const_file(fst: Transducer, start: int, output_sorted: bool = False) -> bytes:
    """Return `fst` as a file of type const, version 2."""
    arcs = np.array([arc for each in fst.arcs for arc in each], dtype=ARCS)
    counts = np.array([len(each) for each in fst.arcs], dtype=np.int64)
    properties = _OUTPUT_SORTED if output_sorted else 0
    return _const_file(start, np.array(fst.finals, dtype="<f4"), counts, arcs, properties)


def acceptor_file(start: int, finals: Numbers, counts: Numbers, arcs: Numbers) -> bytes:
    """Return a const file of `arcs` (of type ARCS), `counts[state]` for each state, sorted by label in each."""
    return _const_file(start, finals, counts, arcs, _INPUT_SORTED | _OUTPUT_SORTED)


def lookahead_file(fst: Transducer, reach: list[list[Interval]], labels: int) -> bytes:
    """Return `fst`, start 0, as a file of type olabel_lookahead.

    `reach`: for each state the words (1 to `labels`) that can come out next, as sorted intervals; `labels` + 1 stands
    for reaching the end. Arcs have to be sorted by output label.
    """
    for arcs in fst.arcs:
        arcs.sort(key=lambda arc: arc[1])
    outer = _header(b"olabel_lookahead", 1, _EXPANDED | _OUTPUT_SORTED, -1, 0, 0)
    add_on = struct.pack("<???", True, False, True)  # there is an add-on; none for inputs; one for outputs
    reachable = struct.pack("<??iq", False, False, labels + 1, len(reach)) + b"".join(map(_intervals, reach))
    return (
        outer + struct.pack("<i", _ADD_ON_MAGIC) + const_file(fst, 0, output_sorted=True) + add_on + reachable
    )


def merged(intervals: list[Interval]) -> list[Interval]:
    """Return `intervals` sorted, with those that touch made one."""
    joined: list[Interval] = []
    for begin, end in sorted(intervals):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return joined


def _intervals(reached: list[Interval]) -> bytes:
    body = b"".join(struct.pack("<ii", *each) for each in reached)
    return (
        struct.pack("<q", len(reached)) + body + struct.pack("<i", sum(end - begin for begin, end in reached))
    )


def _const_file(start: int, finals: Numbers, counts: Numbers, arcs: Numbers, properties: int) -> bytes:
    states = np.zeros(len(counts), dtype=STATES)
    states["final"], states["arcs"] = finals, counts
    states["first"] = np.cumsum(counts) - counts
    owner = np.repeat(np.arange(len(counts)), counts)
    states["inputs"] = np.bincount(owner[arcs["input"] == 0], minlength=len(counts))
    states["outputs"] = np.bincount(owner[arcs["output"] == 0], minlength=len(counts))
    header = _header(b"const", 2, _EXPANDED | properties, start, len(counts), len(arcs))
    return header + states.tobytes() + arcs.tobytes()


def _header(kind: bytes, version: int, properties: int, start: int, states: int, arcs: int) -> bytes:
    names = b"".join(struct.pack("<i", len(name)) + name for name in (kind, b"standard"))
    return (
        struct.pack("<i", _MAGIC)
        + names
        + struct.pack("<iiQqqq", version, 0, properties, start, states, arcs)
    )
