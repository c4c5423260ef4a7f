"""Who came back: the contact before and the contact after, by the same caller."""

from collections.abc import Hashable, Sequence
from datetime import datetime

Neighbours = tuple[datetime | None, datetime | None]


def neighbours(contacts: Sequence[tuple[Hashable | None, datetime]]) -> list[Neighbours]:
    """Return for each (who, when) the moments of who's contact before and after; None for who isn't known."""
    found: list[Neighbours] = [(None, None)] * len(contacts)
    last: dict[Hashable, int] = {}
    for index in sorted(range(len(contacts)), key=lambda each: contacts[each][1]):
        who, at = contacts[index]
        if who is None:
            continue
        if who in last:
            before = last[who]
            found[before] = (found[before][0], at)
            found[index] = (contacts[before][1], None)
        last[who] = index
    return found
