"""Rates of the same members side by side: one line for each, by name, never by rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.business.rates.grouping import Grouped, PeerGroup, Row
from bot.business.rates.rate import Count, Rate


@dataclass(frozen=True)
class Cell:
    """A figure; `rate` is None when `whole` is too small to show it."""

    whole: int
    rate: Rate | None


@dataclass(frozen=True)
class Line:
    """A member and its figures, one for each column; None where it has no facts at all."""

    name: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Block:
    """Members of one class; the last line is all of them together."""

    peers: str
    lines: tuple[Line, ...]
    together: Line


@dataclass(frozen=True)
class Table:
    """`left_out`: for each column that leaves facts out, how many and why."""

    title: str
    columns: tuple[str, ...]
    blocks: tuple[Block, ...]
    left_out: tuple[tuple[str, tuple[Count, ...]], ...]


def side_by_side(title: str, measures: Mapping[str, Grouped]) -> Table:
    """Return the measures, by column title, as one table."""
    measured = list(measures.values())
    classes = sorted({group.peers for each in measured for group in each.groups}, key=_by_sound)
    left_out = tuple((name, each.left_out) for name, each in measures.items() if each.left_out)
    return Table(title, tuple(measures), tuple(_block(peers, measured) for peers in classes), left_out)


def _block(peers: str, measured: Sequence[Grouped]) -> Block:
    groups = [next((group for group in each.groups if group.peers == peers), None) for each in measured]
    names = {row.member.code: row.member.name for group in groups if group for row in group.rows}
    ordered = sorted(names, key=lambda code: (_by_sound(names[code]), code))
    lines = tuple(Line(names[code], tuple(_cell(group, code) for group in groups)) for code in ordered)
    together = tuple(Cell(group.whole, group.together) if group else None for group in groups)
    return Block(peers, lines, Line("合计", together))


def _cell(group: PeerGroup | None, code: str) -> Cell | None:
    rows: tuple[Row, ...] = group.rows if group else ()
    return next((Cell(row.whole, row.rate) for row in rows if row.member.code == code), None)


def _by_sound(name: str) -> bytes:
    return name.encode("gb18030", "replace")  # as bot.business.rates.grouping orders them
