"""Facts about the matters that citizens bring, for the statistics."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Subquery, case, func, select

from bot.business.conversation import Speaker
from bot.business.rates.contacts import ContactFact
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.repositories.statistics_common import KNOWN, LONG, begun, caller, near

_V, _T, _O = tables.conversations, tables.turns, tables.work_orders


class ContactStatistics(Repository):
    """Facts about the matters that citizens bring."""

    def contacts(
        self, since: datetime, until: datetime, within: timedelta, edge: datetime
    ) -> Counter[ContactFact]:
        """Return the matters of orders."""
        brought = select(
            _O.c.created_at.label("at"), _O.c.caller_hash.label("caller"), _O.c.category.label("matter")
        ).where(_O.c.created_at >= since - within, _O.c.created_at < until + within)
        return self._linked(brought.subquery(), since, until, within, edge)

    def talked(
        self, since: datetime, until: datetime, within: timedelta, edge: datetime
    ) -> Counter[ContactFact]:
        """Return the topics of talks, each once for a talk: when it was answered first."""
        topics = (
            select(func.min(_T.c.at).label("at"), _T.c.conversation_id, _T.c.topic)
            .join(_V, _V.c.id == _T.c.conversation_id)
            .where(_T.c.topic.is_not(None), _T.c.speaker == Speaker.ROBOT.value)
            .where(*begun(since - within, until + within))
            .group_by(_T.c.conversation_id, _T.c.topic)
            .subquery()
        )
        brought = select(topics.c.at, caller().label("caller"), topics.c.topic.label("matter")).join(
            _V, _V.c.id == topics.c.conversation_id
        )
        return self._linked(brought.subquery(), since, until, within, edge)

    def _linked(
        self, brought: Subquery, since: datetime, until: datetime, within: timedelta, edge: datetime
    ) -> Counter[ContactFact]:
        found: Counter[ContactFact] = Counter()
        for recent, who, what, moment, before, after, count in self._connection.execute(
            _contacts(brought, since, until, edge)
        ):
            at = edge + LONG if recent else edge - LONG
            earlier = at - near(moment - before, within) if before else None
            later = at + near(after - moment, within) if after else None
            found[ContactFact(at, KNOWN if who else None, KNOWN if what else None, earlier, later)] += count
        return found


def _contacts(brought: Subquery, since: datetime, until: datetime, edge: datetime) -> Select[Any]:
    """Those without another contact around them are counted; of the others the moments matter."""
    c = brought.c
    same = {"partition_by": (c.caller, c.matter), "order_by": c.at}
    around = select(
        c.at,
        c.caller.is_not(None).label("caller"),
        c.matter.is_not(None).label("matter"),
        case(
            (c.caller.is_not(None) & c.matter.is_not(None), func.lag(c.at, type_=tables.Moment).over(**same))
        ).label("before"),
        case(
            (c.caller.is_not(None) & c.matter.is_not(None), func.lead(c.at, type_=tables.Moment).over(**same))
        ).label("after"),
    ).subquery()
    a = around.c
    alone = a.before.is_(None) & a.after.is_(None)
    columns = (
        (a.at > edge).label("recent"),
        a.caller,
        a.matter,
        case((~alone, a.at)).label("moment"),
        a.before,
        a.after,
    )
    query = select(*columns, func.count()).where(a.at >= since, a.at < until)
    return query.group_by(*(column.name for column in columns))
