"""What facts about talks and about matters have in common: who spoke when, and which moments are alike."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from bot.store import tables

_V, _O = tables.conversations, tables.work_orders
LONG = timedelta(days=1)  # from an edge: any moment on that side is as good as another
KNOWN = "known"  # the formulas only ask whether there is a caller, and a matter


def near(apart: timedelta, within: timedelta) -> timedelta:
    """Return the distance that stands for all that are within, or not."""
    return timedelta() if apart <= within else within + LONG


def begun(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    """Conversations that began in a time."""
    return (
        _V.c.updated_at >= since,
        _V.c.created_at >= since,
        _V.c.created_at < until,
    )  # the first has an index


def caller() -> ColumnElement[str | None]:
    """Who writes is known when they left a number in an order."""
    left: ScalarSelect[str | None] = (
        select(func.max(_O.c.caller_hash)).where(_O.c.conversation_id == _V.c.id).scalar_subquery()
    )
    return func.coalesce(_V.c.caller_hash, left)
