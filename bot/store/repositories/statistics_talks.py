"""Facts about talks for the statistics."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, literal, or_, select

from bot.business.calls.events import Outcome
from bot.business.conversation import Channel, Speaker
from bot.business.orders.order import Satisfaction
from bot.business.rates.talks import TalkFact
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.repositories.statistics_common import KNOWN, LONG, begun, caller, near

_V, _T, _H, _L = tables.conversations, tables.turns, tables.handoffs, tables.calls
_R, _O = tables.talk_ratings, tables.work_orders


class TalkStatistics(Repository):
    """Facts about talks."""

    def talks(self, since: datetime, until: datetime, within: timedelta, edge: datetime) -> Counter[TalkFact]:
        """Return the robot sessions: who opens a page and says nothing hasn't begun one, who calls has."""
        found: Counter[TalkFact] = Counter()
        last = self._connection.execute(
            select(func.max(_V.c.updated_at)).where(*begun(since, until))
        ).scalar()
        if last is None:
            return found
        for recent, known, person, bad, left, ended, talk, order, count in self._connection.execute(
            _talks(since, until, edge, last + within)
        ):
            at, who = edge + LONG if recent else edge - LONG, KNOWN if known else None
            again = min((each for each in (talk, order) if each is not None), default=None)
            after = at + near(again - ended, within) if again else None
            found[TalkFact(at, at, who, bool(person), bool(left), bool(bad), after)] += count
        return found


def _talks(since: datetime, until: datetime, edge: datetime, horizon: datetime) -> Select[Any]:
    """Those whose callers didn't come again before the horizon are counted; of the others the moments matter."""
    t = _each_talk(since, until, horizon).c
    alone = t.talk.is_(None) & t.order.is_(None)
    columns = (
        (t.ended > edge).label("recent"),
        t.known,
        t.person,
        t.bad,
        t.left,
        case((~alone, t.ended)).label("moment"),
        t.talk,
        t.order,
    )
    return select(*columns, func.count()).group_by(*(column.name for column in columns))


def _each_talk(since: datetime, until: datetime, horizon: datetime) -> Subquery:
    """The last words of each side are told apart by their place in the talk."""
    said = _said(since, until)
    bad = or_(_R.c.solved.is_(False), _R.c.satisfied == Satisfaction.DISSATISFIED.value)
    person = or_(
        select(_H.c.id).where(_H.c.conversation_id == _V.c.id).exists(),
        select(_L.c.id)
        .where(_L.c.conversation_id == _V.c.id)
        .where(_L.c.outcome.in_([Outcome.AGENT.value, Outcome.CALLBACK.value]))
        .exists(),
    )
    left = or_(said.c.asked.is_(None), said.c.asked > func.coalesce(said.c.answered, 0))
    talk, order = _again(said.c.caller, horizon)
    return (
        select(
            func.coalesce(said.c.ended, _V.c.created_at).label("ended"),
            said.c.caller.is_not(None).label("known"),
            person.label("person"),
            func.coalesce(bad, literal(False)).label("bad"),
            left.label("left"),
            talk.label("talk"),
            order.label("order"),
        )
        .join(said, said.c.id == _V.c.id)
        .outerjoin(_R, _R.c.conversation_id == _V.c.id)
        .where(or_(said.c.asked.is_not(None), _V.c.channel == Channel.PHONE.value))
        .subquery()
    )


def _said(since: datetime, until: datetime) -> Subquery:
    heard = _T.c.speaker.in_([Speaker.ROBOT.value, Speaker.AGENT.value])
    return (
        select(
            _V.c.id,
            caller().label("caller"),
            func.max(_T.c.at).label("ended"),
            func.max(case((_T.c.speaker == Speaker.CITIZEN.value, _T.c.seq))).label("asked"),
            func.max(case((heard, _T.c.seq))).label("answered"),
        )
        .outerjoin(_T, _T.c.conversation_id == _V.c.id)
        .where(*begun(since, until))
        .group_by(_V.c.id)
        .subquery()
    )


def _again(
    who: ColumnElement[str | None], horizon: datetime
) -> tuple[ColumnElement[datetime | None], ColumnElement[datetime | None]]:
    """When the same caller came again: with another talk, with an order outside of this one."""
    talk, order = _V.alias(), _O.alias()
    other = or_(order.c.conversation_id.is_(None), order.c.conversation_id != _V.c.id)
    return (
        select(func.min(talk.c.created_at))
        .where(talk.c.caller_hash == who, talk.c.created_at > _V.c.created_at)
        .where(talk.c.created_at <= horizon)
        .scalar_subquery(),
        select(func.min(order.c.created_at))
        .where(order.c.caller_hash == who, order.c.created_at > _V.c.created_at, other)
        .where(order.c.created_at <= horizon)
        .scalar_subquery(),
    )
