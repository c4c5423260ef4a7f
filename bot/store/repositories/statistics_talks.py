"""Facts about talks for the statistics."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, literal, null, or_, select, union_all

from bot.business.calls.events import Outcome
from bot.business.conversation import Channel, Speaker
from bot.business.orders.order import Satisfaction
from bot.business.rates.contacts import ContactFact
from bot.business.rates.talks import TalkFact
from bot.store import tables
from bot.store.repositories.base import Repository

_V, _T, _H, _L = tables.conversations, tables.turns, tables.handoffs, tables.calls
_R, _O = tables.talk_ratings, tables.work_orders


class TalkStatistics(Repository):
    """Facts about talks."""

    def talks(self, since: datetime, until: datetime) -> list[TalkFact]:
        """Return the robot sessions: who opens a page and says nothing hasn't begun one, who calls has."""
        found = []
        for started, ended, caller, handed_off, bad, asked, answered in self._connection.execute(
            _talks(since, until)
        ):
            abandoned = asked is None or asked > (answered or 0)
            found.append(
                TalkFact(started, ended or started, caller, bool(handed_off), abandoned, bool(bad), None)
            )
        return found

    def contacts(self, since: datetime, until: datetime) -> list[ContactFact]:
        """Return the matters that were brought."""
        rows = self._connection.execute(_contacts(since, until))
        return [ContactFact(at, caller, matter, None, None, unit) for at, caller, matter, unit in rows]


def _talks(since: datetime, until: datetime) -> Select[Any]:
    """The last words of each side are told apart by their place in the talk."""
    said = (
        select(
            _V.c.id,
            func.max(_T.c.at).label("ended"),
            func.max(case((_T.c.speaker == Speaker.CITIZEN.value, _T.c.seq))).label("asked"),
            func.max(case((_T.c.speaker.in_([Speaker.ROBOT.value, Speaker.AGENT.value]), _T.c.seq))).label(
                "answered"
            ),
        )
        .outerjoin(_T, _T.c.conversation_id == _V.c.id)
        .where(*_begun(since, until))
        .group_by(_V.c.id)
        .subquery()
    )
    bad = or_(_R.c.solved.is_(False), _R.c.satisfied == Satisfaction.DISSATISFIED.value)
    person = or_(
        select(_H.c.id).where(_H.c.conversation_id == _V.c.id).exists(),
        select(_L.c.id)
        .where(_L.c.conversation_id == _V.c.id)
        .where(_L.c.outcome.in_([Outcome.AGENT.value, Outcome.CALLBACK.value]))
        .exists(),
    )
    return (
        select(
            _V.c.created_at,
            said.c.ended,
            _caller(),
            person,
            func.coalesce(bad, False),
            said.c.asked,
            said.c.answered,
        )
        .join(said, said.c.id == _V.c.id)
        .outerjoin(_R, _R.c.conversation_id == _V.c.id)
        .where(or_(said.c.asked.is_not(None), _V.c.channel == Channel.PHONE.value))
        .order_by(_V.c.created_at, _V.c.id)
    )


def _begun(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        _V.c.updated_at >= since,
        _V.c.created_at >= since,
        _V.c.created_at < until,
    )  # the first has an index


def _caller() -> ColumnElement[str | None]:
    """Who writes is known when they left a number in an order."""
    left: ScalarSelect[str | None] = (
        select(func.max(_O.c.caller_hash)).where(_O.c.conversation_id == _V.c.id).scalar_subquery()
    )
    return func.coalesce(_V.c.caller_hash, left)


def _contacts(since: datetime, until: datetime) -> Any:
    """A talk brings each of its topics once, the first time that it was answered."""
    orders = select(_O.c.created_at, _O.c.caller_hash, _O.c.category, _O.c.unit).where(
        _O.c.created_at >= since, _O.c.created_at < until
    )
    topics = (
        select(func.min(_T.c.at).label("at"), _T.c.conversation_id, _T.c.topic)
        .join(_V, _V.c.id == _T.c.conversation_id)
        .where(_T.c.topic.is_not(None), _T.c.speaker == Speaker.ROBOT.value, *_begun(since, until))
        .group_by(_T.c.conversation_id, _T.c.topic)
        .subquery()
    )
    talked = select(topics.c.at, _caller(), literal("talk:") + topics.c.topic, null()).join(
        _V, _V.c.id == topics.c.conversation_id
    )
    return union_all(orders, talked)
