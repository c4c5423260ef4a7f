"""Citizens' sentences that went less than well, and what was done about them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select

from bot.business.conversation import Speaker
from bot.business.studio.asked import AskedTurn, Treated
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.rows import to_row


class SqlAsked(Repository):
    """Reads the talks; keeps what was done."""

    def troubled(self, since: datetime, limit: int) -> list[AskedTurn]:
        """Return the newest of them since a moment, newest first; demo talks are none."""
        raise NotImplementedError

    def treat(self, treated: Iterable[Treated]) -> None:
        """Remember what was done; what was done before with the same words is written over."""
        table = tables.faq_treated
        for each in treated:
            self._connection.execute(delete(table).where(table.c.key == each.key))
            self._insert(table, to_row(each))

    def treated(self) -> dict[str, Treated]:
        """Return what was done, by key."""
        return {each.key: each for each in self._all(Treated, select(tables.faq_treated))}

    def hits(self, since: datetime) -> dict[str, int]:
        """Return how often each topic was answered since a moment."""
        turns = tables.turns
        query = select(turns.c.topic, func.count()).where(
            turns.c.speaker == Speaker.ROBOT.value, turns.c.topic.is_not(None), turns.c.at >= since
        )
        return dict(self._connection.execute(query.group_by(turns.c.topic)).tuples().all())
