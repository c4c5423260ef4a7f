"""Facts for the statistics, as the store fills them: one query for each kind, alike ones counted."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Protocol

from bot.business.rates.callback import CallbackFact
from bot.business.rates.contacts import ContactFact
from bot.business.rates.orders import OrderFact
from bot.business.rates.talks import TalkFact
from bot.business.rates.waiting import WaitFact
from bot.business.statistics.facts import QueueWait
from bot.business.statistics.live import GroupQueue, RiskyOrder, UnitRisk


class Statistics(Protocol):
    """Facts from `since` until just before `until`."""

    def orders(self, since: datetime, until: datetime, now: datetime) -> Counter[OrderFact]:
        """Return the orders that were registered; those due before `now`, and after it, count as alike."""
        ...

    def callbacks(self, since: datetime, until: datetime) -> Counter[CallbackFact]:
        """Return what was said when citizens were asked; who was merged counts for the unit that settled it."""
        ...

    def talks(self, since: datetime, until: datetime, within: timedelta, edge: datetime) -> Counter[TalkFact]:
        """Return the robot sessions that began. Alike are those that ended on the same side of `edge`, and whose
        callers came again `within` so long, or didn't."""
        ...

    def contacts(
        self, since: datetime, until: datetime, within: timedelta, edge: datetime
    ) -> Counter[ContactFact]:
        """Return the matters that were brought by order.

        Alike are those on the same side of `edge` with the same matter brought by the same caller `within` so long before
        and after, or not.
        """
        ...

    def talked(
        self, since: datetime, until: datetime, within: timedelta, edge: datetime
    ) -> Counter[ContactFact]:
        """Return the same of the topics that were talked about."""
        ...

    def calls(self, since: datetime, until: datetime, lost_before: datetime) -> list[WaitFact]:
        """Return the calls that were announced; one that hasn't come and is older than `lost_before` is lost."""
        ...

    def waits(self, since: datetime, until: datetime) -> list[QueueWait]:
        """Return the waits for a person that began."""
        ...

    def queue(self) -> list[GroupQueue]:
        """Return the groups for which somebody waits."""
        ...

    def talks_by_agent(self) -> dict[str, int]:
        """Return how many talks each agent has now, by username."""
        ...

    def at_risk(self, before: datetime, limit: int) -> list[RiskyOrder]:
        """Return the first orders at units that are due by `before`, the longest due first."""
        ...

    def risk_by_unit(self, now: datetime, before: datetime) -> list[UnitRisk]:
        """Count all orders at units that are due by `before`, overdue ones apart."""
        ...
