"""Who is there."""

from bot.business.queueing.assignment import is_there
from bot.business.queueing.presence import Presence, PresenceState
from bot.business.queueing.rules import QueueRules
from bot.services.ports import Clock, UnitOfWorkFactory


class PresenceService:
    """Use cases of agents' presence."""

    def __init__(self, unit_of_work: UnitOfWorkFactory, now: Clock, rules: QueueRules) -> None:
        self._work = unit_of_work
        self._now = now
        self._rules = rules

    def set(self, username: str, state: PresenceState) -> Presence:
        """Write what an agent says about being there; said twice, they are so since the first time."""
        with self._work() as work:
            work.agents.lock(username)
            earlier, moment = work.agents.presence(username), self._now()
            same = earlier is not None and earlier.state is state
            since = earlier.since if earlier is not None and same else moment
            presence = Presence(username, state, since, moment)
            work.agents.put(presence)
            work.commit()
            return presence

    def seen(self, username: str) -> bool:
        """Note that an agent's page shows life; False: they never said that they are there."""
        with self._work() as work:
            known = work.agents.seen(username, self._now())
            work.commit()
            return known

    def get(self, username: str) -> Presence | None:
        """Return an agent's presence as it was last told."""
        with self._work() as work:
            return work.agents.presence(username)

    def all(self) -> list[Presence]:
        """Return the presence of all agents, as each last told of it."""
        with self._work() as work:
            return work.agents.all()

    def lost(self) -> list[Presence]:
        """Return those who didn't log off and whose page shows no life."""
        moment = self._now()
        return [
            each
            for each in self.all()
            if each.state is not PresenceState.OFFLINE and not is_there(each, moment, self._rules)
        ]
