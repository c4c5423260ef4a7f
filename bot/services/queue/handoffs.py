"""转人工: everything that can happen to a wish for a person."""

from bot.business.errors import BusinessError
from bot.business.handoff import Handoff
from bot.business.queueing.assignment import plan
from bot.services.queue.moving import Moving
from bot.services.queue.talking import Talking
from bot.services.queue.waiting import Waiting


class HandoffService(Waiting, Talking, Moving):
    """Use cases of handoffs; `rules` and `hours` are the site's."""

    def assign_next(self) -> list[Handoff]:
        """Give those who wait to agents who have room, and return what was given; nothing in manual mode.

        Each is given in a transaction of its own that checks again: sweeps at the same moment don't disturb each other.
        """
        if not self.rules.automatic:
            return []
        with self._work() as work:
            waiting, agents = work.handoffs.waiting(), self._loads(work)
        given = []
        for handoff, agent in plan(waiting, agents, self._now(), self.rules):
            try:
                given.append(self._assign(handoff.id, agent))
            except (
                BusinessError
            ):  # taken, withdrawn, or the agent filled up meanwhile: the next sweep sees it as it is
                continue
        return given

    def _assign(self, handoff_id: str, agent: str) -> Handoff:
        with self._work() as work:
            work.agents.lock(agent)
            handoff = self._locked(work, handoff_id)
            self._check_waiting(handoff)
            self._check_room(work, agent)
            given = self._take(work, handoff, agent, "system", "assigned")
            work.commit()
            return given
