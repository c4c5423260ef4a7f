"""The same rates by unit, district or category, beside peers and never as a league table.

国办函〔2025〕66号 asks for graded and classed evaluation without unrealistic targets (section 3 of the design): only members
of one class stand together, in the order of their names, with their intervals, and small numbers show no value.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.business.rates.rate import Count, Fact, Rate, counted

LEAST = 5  # below this a share says nothing about the unit, and may point at one citizen


@dataclass(frozen=True)
class Member:
    """A unit, district or category; `peers` names the class within which it may be compared (街道, 市级部门, …)."""

    code: str
    name: str
    peers: str


@dataclass(frozen=True)
class Row:
    """A member's figure; `rate` is None when `whole` is below the least that may be shown."""

    member: Member
    whole: int
    rate: Rate | None


@dataclass(frozen=True)
class PeerGroup:
    """Members of one class by name, and the rate of all of them together (None when that is too small as well)."""

    peers: str
    rows: tuple[Row, ...]
    whole: int
    together: Rate | None


@dataclass(frozen=True)
class Grouped:
    """All classes by name; `left_out`: facts that belong to no known member, by reason."""

    groups: tuple[PeerGroup, ...]
    left_out: tuple[Count, ...]


def grouped(
    facts: Sequence[Fact],
    key: Callable[[Fact], str | None],
    members: Mapping[str, Member],
    measure: Callable[[Sequence[Fact]], Rate],
    least: int = LEAST,
) -> Grouped:
    """Return `measure` for each member that has facts; `key` gives a fact's member by code, as in `members`.

    What looks at neighbours (`contacts.linked`, `talks.linked`) is to be linked before it is cut into groups.
    """
    of: dict[str, list[Fact]] = defaultdict(list)
    left_out: list[str] = []
    for fact in facts:
        code = key(fact)
        if code is not None and code in members:
            of[code].append(fact)
        else:
            left_out.append("没有归属" if code is None else "不在名录里")
    classes = sorted({members[code].peers for code in of}, key=_by_sound)
    return Grouped(
        tuple(_peer_group(peers, of, members, measure, least) for peers in classes), counted(left_out)
    )


def _peer_group(
    peers: str,
    of: Mapping[str, list[Fact]],
    members: Mapping[str, Member],
    measure: Callable[[Sequence[Fact]], Rate],
    least: int,
) -> PeerGroup:
    codes = [code for code in of if members[code].peers == peers]
    codes.sort(key=lambda code: (_by_sound(members[code].name), code))
    rows = tuple(Row(members[code], *_shown(measure(of[code]), least)) for code in codes)
    return PeerGroup(peers, rows, *_shown(measure([fact for code in codes for fact in of[code]]), least))


def _shown(rate: Rate, least: int) -> tuple[int, Rate | None]:
    return rate.whole, rate if rate.whole >= least else None


def _by_sound(name: str) -> bytes:
    return name.encode("gb18030", "replace")  # its common characters are in the order of their pinyin
