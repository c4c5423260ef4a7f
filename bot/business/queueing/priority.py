"""Who is next.

The formula: everybody counts as if they had come earlier than they did, by a head start of

    24 h for an emergency, 5 min for an elderly citizen, 0 otherwise,

and who came first by that time is next. The order of two who wait never changes with time, and whoever comes more than
24 h after you (5 min, leaving emergencies aside) can't get before you: nobody waits for ever. A talk that lost its agent
or was transferred keeps the time at which it first came.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.business.handoff import Handoff, HandoffReason

EMERGENCY_HEAD_START = timedelta(hours=24)
ELDERLY_HEAD_START = timedelta(minutes=5)


def counts_from(handoff: Handoff) -> datetime:
    """Return the moment from which a handoff counts as waiting; the earliest is next."""
    if handoff.reason is HandoffReason.EMERGENCY:
        return handoff.created_at - EMERGENCY_HEAD_START
    return handoff.created_at - (ELDERLY_HEAD_START if handoff.elderly else timedelta(0))


def in_order(waiting: Iterable[Handoff]) -> list[Handoff]:
    """Return those that wait, the next one first."""
    return sorted(waiting, key=lambda each: (counts_from(each), each.created_at, each.id))
