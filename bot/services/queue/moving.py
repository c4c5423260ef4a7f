"""A talk goes to another group or agent: handed on, pulled by a supervisor, lost by an agent."""

from dataclasses import dataclass, replace

from bot.business.errors import Invalid, NotAllowed
from bot.business.handoff import Handoff, HandoffStatus
from bot.business.permissions import Permission, check_may
from bot.business.queueing.assignment import takes_talks
from bot.business.queueing.desk_things import PrivateNote
from bot.business.queueing.groups import Group
from bot.business.queueing.presence import PresenceState
from bot.business.queueing.silence import Loss, loss_of
from bot.business.staff import Staff
from bot.services.ports import UnitOfWork
from bot.services.queue.base import QueueMoves

_LONGEST_WHY = 200


@dataclass(frozen=True)
class Requeued:
    """A talk that went back into the queue, whose it was, and why."""

    handoff: Handoff
    agent: str
    loss: Loss


class Moving(QueueMoves):
    """Use cases of talks that change hands."""

    def transfer(self, handoff_id: str, agent: str, to: Group | str, why: str) -> Handoff:
        """Hand one's own talk on to a group (it waits again, at its place) or to an agent by username (theirs at once).

        Raises NotAllowed for another's talk, and when the agent isn't there or has no room.
        """
        with self._work() as work:
            self._lock_agents(work, agent, to)
            handoff = self._own(work, handoff_id, agent)
            moved = self._moved(work, handoff, agent, to, "transferred", why)
            work.commit()
            return moved

    def pull(self, handoff_id: str, supervisor: Staff, to: Group | str, why: str) -> Handoff:
        """Give a waiting or running talk to a group or an agent. Raises NotAllowed for who doesn't supervise."""
        check_may(supervisor, Permission.SUPERVISE)
        with self._work() as work:
            seen = work.handoffs.get(handoff_id)
            self._lock_agents(work, seen.agent if seen else None, to)
            handoff = self._locked(work, handoff_id)
            if handoff.status not in (HandoffStatus.WAITING, HandoffStatus.ACTIVE):
                raise NotAllowed("handoff_over", "这个会话已经结束。")
            moved = self._moved(work, handoff, supervisor.username, to, "pulled", why)
            work.commit()
            return moved

    def _lock_agents(self, work: UnitOfWork, agent: str | None, to: Group | str) -> None:
        """In one order, so that two who hand talks to each other don't wait for each other."""
        for name in sorted({each for each in (agent, to) if isinstance(each, str)}):
            work.agents.lock(name)

    def _moved(
        self, work: UnitOfWork, handoff: Handoff, actor: str, to: Group | str, how: str, why: str
    ) -> Handoff:
        if not 2 <= len(why) <= _LONGEST_WHY:
            raise Invalid("why", f"请写明原因，2 到 {_LONGEST_WHY} 个字。")
        if isinstance(to, Group):
            moved = self._put_back(work, replace(handoff, group=to), actor, how)
        else:
            moved = self._to_agent(work, handoff, actor, to, how)
        target = f"{to.label}组" if isinstance(to, Group) else to
        note = f"{'转给' if how == 'transferred' else '调给'}{target}：{why}"
        work.desk.add_note(PrivateNote(handoff.conversation_id, self._now(), actor, note))
        return moved

    def _to_agent(self, work: UnitOfWork, handoff: Handoff, actor: str, to: str, how: str) -> Handoff:
        if to == handoff.agent:
            raise NotAllowed("same_agent", "这个会话已经由这位坐席接待。")
        presence = work.agents.presence(to)
        if presence is None or not takes_talks(presence, self._now(), self.rules):
            raise NotAllowed("agent_away", f"坐席“{to}”现在不在线。")
        self._check_room(work, to, f"坐席“{to}”")
        return self._take(work, handoff, to, actor, how)

    def requeue_silent(self) -> list[Requeued]:
        """Put the talks of agents who are silent too long or gone back into the queue; silent ones are set to 小休.

        Done twice, it does nothing the second time.
        """
        with self._work() as work:
            talks, unanswered = work.handoffs.active(None), work.handoffs.unanswered()
            here = {each.username: each for each in work.agents.all()}
        moment = self._now()
        lost = [
            talk
            for talk in talks
            if loss_of(talk, unanswered.get(talk.id), here.get(talk.agent or ""), moment, self.rules)
        ]
        return [each for each in map(self._requeue, lost) if each is not None]

    def _requeue(self, talk: Handoff) -> Requeued | None:
        agent = talk.agent or ""
        with self._work() as work:
            work.agents.lock(agent)
            now = self._locked(work, talk.id)
            presence = work.agents.presence(agent)
            unanswered = work.handoffs.unanswered().get(talk.id)
            loss = loss_of(now, unanswered, presence, self._now(), self.rules)
            if now.status is not HandoffStatus.ACTIVE or now.agent != agent or loss is None:
                return None  # the agent has spoken, or somebody else moved it, meanwhile
            if loss is Loss.SILENT and presence is not None and presence.state is PresenceState.ONLINE:
                work.agents.put(replace(presence, state=PresenceState.AWAY, since=self._now()))
            put_back = self._put_back(
                work, replace(now, requeued=now.requeued + 1), "system", f"agent_{loss.value}"
            )
            work.commit()
            return Requeued(put_back, agent, loss)
