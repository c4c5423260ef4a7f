"""Reads a model's `Gr.fst`, of the types const and ngram, into arrays."""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from speech.errors import ModelError
from speech.graph.ngram_file import read_ngram
from speech.graph.openfst import ARCS, STATES, Numbers

_MAGIC, _SYMBOLS_MAGIC = 2125659606, 2125658996
_INPUT_SYMBOLS, _OUTPUT_SYMBOLS, _ALIGNED = 1, 2, 4  # the header's flags
_ALIGNMENT = 16
_COUNTS = struct.Struct("<iiQqqq")  # version, flags, properties, start, states, arcs


@dataclass(frozen=True)
class Grammar:
    """A language model as an acceptor: `counts[state]` arcs (of type ARCS) for each state, one after the other.

    `symbols` are the words' numbers, empty when the file doesn't carry them.
    """

    start: int
    finals: Numbers
    counts: Numbers
    arcs: Numbers
    symbols: dict[str, int]

    def span(self, state: int) -> slice:
        """Return where the arcs of `state` are."""
        first = int(self.counts[:state].sum())
        return slice(first, first + int(self.counts[state]))


def read_grammar(file: Path) -> Grammar:
    """Return the grammar in `file`. Raises ModelError `unreadable_grammar`, saying why."""
    reader = _Reader(file.read_bytes())
    try:
        return reader.grammar()
    except (struct.error, ValueError, IndexError, UnicodeDecodeError) as error:
        raise ModelError("unreadable_grammar", f"读不了 {file}：{error}") from error


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def grammar(self) -> Grammar:
        if self._number("<i") != _MAGIC:
            raise ValueError("不是 OpenFst 文件")
        kind, arc = self._text(), self._text()
        _, flags, _, start, states, arcs = _COUNTS.unpack_from(self._data, self._at)
        self._at += _COUNTS.size
        symbols = self._symbols() if flags & _INPUT_SYMBOLS else {}
        symbols = self._symbols() if flags & _OUTPUT_SYMBOLS else symbols
        if arc != "standard" or kind not in ("const", "ngram"):
            raise ValueError(f"类型是 {kind}（{arc}），只能处理 const 和 ngram")
        if kind == "ngram":
            return Grammar(*read_ngram(self._data[self._at :]), symbols)
        return self._const(start, states, arcs, bool(flags & _ALIGNED), symbols)

    def _const(self, start: int, states: int, arcs: int, aligned: bool, symbols: dict[str, int]) -> Grammar:
        self._align(aligned)
        listed = np.frombuffer(self._data, STATES, states, self._at)
        self._at += listed.nbytes
        self._align(aligned)
        found = np.frombuffer(self._data, ARCS, arcs, self._at)
        return Grammar(start, listed["final"], listed["arcs"].astype(np.int64), found, symbols)

    def _align(self, aligned: bool) -> None:
        if aligned:
            self._at += -self._at % _ALIGNMENT

    def _symbols(self) -> dict[str, int]:
        if self._number("<i") != _SYMBOLS_MAGIC:
            raise ValueError("词表损坏")
        self._text()  # the table's name
        self._number("<q")  # the next free number
        return {self._text(): self._number("<q") for _ in range(self._number("<q"))}

    def _text(self) -> str:
        size = self._number("<i")
        if not 0 <= size <= len(self._data) - self._at:
            raise ValueError("文件损坏")
        self._at += size
        return self._data[self._at - size : self._at].decode("utf-8")

    def _number(self, form: str) -> int:
        (value,) = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return int(value)
