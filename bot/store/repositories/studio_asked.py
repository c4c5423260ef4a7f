"""Citizens' sentences that went less than well, and what was done about them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Subquery, delete, func, or_, select

from bot.business.conversation import Speaker
from bot.business.handoff import HandoffReason
from bot.business.orders.order import Satisfaction
from bot.business.staff import DEMO_PREFIX
from bot.business.studio.asked import AskedTurn, Treated
from bot.business.studio.troubled import (
    ANSWERED_KINDS,
    ASKED_BACK_KIND,
    SURE,
    TELLING_HANDOFFS,
    UNANSWERED_KIND,
    SaidTurn,
    Talk,
    troubled_in,
)
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.repositories.studio_coverage import coverage
from bot.store.rows import to_row

_V, _T, _H, _R = tables.conversations, tables.turns, tables.handoffs, tables.talk_ratings


class SqlAsked(Repository):
    """Reads the talks; keeps what was done."""

    def troubled(self, since: datetime, limit: int, before: datetime | None = None) -> list[AskedTurn]:
        """Return the newest of them in talks that ended between two moments, newest first; demo talks are none."""
        found = [each for talk in self._talks(since, before) for each in troubled_in(talk)]
        found.sort(key=lambda each: (each.at, each.turn_id), reverse=True)
        return found[:limit]

    def treat(self, treated: Iterable[Treated]) -> None:
        """Remember what was done; what was done before with the same words is written over."""
        table = tables.faq_treated
        for each in treated:
            self._connection.execute(delete(table).where(table.c.key == each.key))
            self._insert(table, to_row(each))

    def forget(self, keys: Iterable[str]) -> None:
        """Forget what was done with these words."""
        table = tables.faq_treated
        for key in keys:
            self._connection.execute(delete(table).where(table.c.key == key))

    def treated(self) -> dict[str, Treated]:
        """Return what was done, by key."""
        return {each.key: each for each in self._all(Treated, select(tables.faq_treated))}

    def hits(self, since: datetime) -> dict[str, int]:
        """Return in how many talks each topic was answered since a moment; said again, it is one answer."""
        recent = select(_V.c.id).where(_V.c.updated_at >= since)  # it has an index
        query = select(_T.c.topic, func.count(_T.c.conversation_id.distinct())).where(
            _T.c.conversation_id.in_(recent),
            _T.c.at >= since,
            _T.c.speaker == Speaker.ROBOT.value,
            _T.c.kind.in_(ANSWERED_KINDS),
            _T.c.topic.is_not(None),
        )
        return {topic: count for topic, count in self._connection.execute(query.group_by(_T.c.topic))}

    def coverage(self, since: datetime, until: datetime) -> tuple[int, int, int]:
        """Return how many questions were answered, asked back and left there, and not understood, in a time."""
        return coverage(self._connection, since, until)

    def _talks(self, since: datetime, before: datetime | None) -> Iterable[Talk]:
        ours = _worth_reading(since, before)
        handed_over = defaultdict(list)
        handoffs = select(ours.c.id, _H.c.created_at, _H.c.reason).join(_H, _H.c.conversation_id == ours.c.id)
        for id, at, reason in self._connection.execute(handoffs.where(_telling())):
            handed_over[id].append((at, HandoffReason(reason)))
        columns = (_T.c.id, _T.c.speaker, _T.c.text, _T.c.at, _T.c.kind, _T.c.topic, _T.c.confidence)
        turns = select(ours, *columns).join(_T, _T.c.conversation_id == ours.c.id)
        rows = self._connection.execute(turns.order_by(ours.c.id, _T.c.seq))
        for (id, channel, bad), said in groupby(rows, key=lambda row: tuple(row[:3])):
            listed = [SaidTurn(row[3], Speaker(row[4]), *row[5:]) for row in said]
            yield Talk(id, channel, listed, handed_over[id], bool(bad))


def _worth_reading(since: datetime, before: datetime | None) -> Subquery:
    """Talks in which anything went less than well, with their channel and whether they were rated badly."""
    unsure = _T.c.kind.in_(ANSWERED_KINDS) & (_T.c.confidence < SURE)
    said = select(_T.c.id).where(
        _T.c.conversation_id == _V.c.id,
        _T.c.speaker == Speaker.ROBOT.value,
        or_(_T.c.kind.in_((UNANSWERED_KIND, ASKED_BACK_KIND)), unsure),
    )
    bad = _badly_rated().label("bad")
    handed = select(_H.c.id).where(_H.c.conversation_id == _V.c.id, _telling())
    query = select(_V.c.id, _V.c.channel, bad).where(
        _V.c.updated_at >= since,
        ~_V.c.id.startswith(DEMO_PREFIX, autoescape=True),  # as ids of demo talks begin, see bot.demo.city
        or_(bad, handed.exists(), said.exists()),
    )
    return (query if before is None else query.where(_V.c.updated_at < before)).subquery()


def _badly_rated() -> ColumnElement[bool]:
    bad = or_(_R.c.solved.is_(False), _R.c.satisfied == Satisfaction.DISSATISFIED.value)
    return select(_R.c.conversation_id).where(_R.c.conversation_id == _V.c.id, bad).exists()


def _telling() -> ColumnElement[bool]:
    return _H.c.reason.in_([each.value for each in TELLING_HANDOFFS])
