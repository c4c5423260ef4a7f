"""How many of citizens' questions were answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from bot.business.conversation import Speaker
from bot.business.studio.troubled import ANSWERED_KINDS, ASKED_BACK_KIND, UNANSWERED_KIND
from bot.store import tables

_V, _T = tables.conversations, tables.turns


def coverage(connection: Connection, since: datetime, until: datetime) -> tuple[int, int, int]:
    """Return how many were answered, asked back and left there, and not understood, in a time.

    A topic counts once in a talk: who hears the rest of an answer hasn't asked again.
    """
    answers = _replies(since, until, _T.c.conversation_id, _T.c.topic).where(_T.c.kind.in_(ANSWERED_KINDS))
    following = func.lead(_T.c.kind).over(partition_by=_T.c.conversation_id, order_by=_T.c.seq)
    steps = _replies(since, until, _T.c.kind, following.label("following")).subquery()
    asked_back = select(func.count()).where(
        steps.c.kind == ASKED_BACK_KIND, func.coalesce(steps.c.following, "").not_in(ANSWERED_KINDS)
    )
    missed = select(func.count()).where(steps.c.kind == UNANSWERED_KIND)
    counted = (select(func.count()).select_from(answers.distinct().subquery()), asked_back, missed)
    answered, left, unknown = (connection.execute(query).scalar_one() for query in counted)
    return answered, left, unknown


def _replies(since: datetime, until: datetime, *columns: Any) -> Select[Any]:
    talks = select(_V.c.id).where(_V.c.updated_at >= since, _V.c.created_at < until)  # the first has an index
    return select(*columns).where(
        _T.c.conversation_id.in_(talks),
        _T.c.at >= since,
        _T.c.at < until,
        _T.c.speaker == Speaker.ROBOT.value,
        _T.c.kind.is_not(None),
    )
