"""What all moves in the queue share. Rows are locked in one order: agents by name, the conversation, its handoff."""

from dataclasses import replace

from bot.business.conversation import Owner
from bot.business.errors import AlreadyClaimed, NotAllowed, NotFound
from bot.business.handoff import Handoff, HandoffStatus
from bot.business.queueing.assignment import check_room
from bot.business.queueing.needs import GroupOfTopic
from bot.business.queueing.office_hours import OfficeHours
from bot.business.queueing.rules import QueueRules
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory
from bot.services.queue.ownership import Ownership

UNKNOWN_CAPACITY = 3  # of an agent without an account here


class QueueMoves:
    """The moves of a handoff, each within the caller's transaction."""

    def __init__(
        self,
        unit_of_work: UnitOfWorkFactory,
        now: Clock,
        ownership: Ownership,
        hours: OfficeHours,
        rules: QueueRules,
        group_of_topic: GroupOfTopic,
    ) -> None:
        self._work = unit_of_work
        self._now = now
        self._ownership = ownership
        self._group_of_topic = group_of_topic
        self.hours = hours
        self.rules = rules

    def _locked(self, work: UnitOfWork, handoff_id: str) -> Handoff:
        """Return a handoff with its conversation and itself locked. Raises NotFound."""
        found = _found(work.handoffs.get(handoff_id))
        work.conversations.get(found.conversation_id, lock=True)
        return _found(work.handoffs.get(handoff_id, lock=True))

    def _own(self, work: UnitOfWork, handoff_id: str, agent: str) -> Handoff:
        """Return an agent's talk, locked. Raises NotAllowed when it isn't, or no longer, theirs."""
        handoff = self._locked(work, handoff_id)
        if handoff.status is not HandoffStatus.ACTIVE or handoff.agent != agent:
            raise NotAllowed("not_yours", _whose(handoff))
        return handoff

    def _check_room(self, work: UnitOfWork, agent: str, name: str = "您") -> None:
        """Lock an agent and raise NotAllowed when they can't take one more talk."""
        account = work.agents.lock(agent)
        if account is not None and not account.active:
            raise NotAllowed("agent_inactive", f"账号“{agent}”已经停用。")
        capacity = account.capacity if account else UNKNOWN_CAPACITY
        check_room(work.handoffs.talks_of(agent), capacity, name)

    def _take(self, work: UnitOfWork, handoff: Handoff, agent: str, actor: str, why: str) -> Handoff:
        """Give a handoff to an agent."""
        taken = replace(
            handoff, status=HandoffStatus.ACTIVE, agent=agent, claimed_at=self._now(), agent_at=None
        )
        work.handoffs.update(taken)
        self._ownership.give(work, handoff.conversation_id, Owner.AGENT, actor=actor, why=why, agent=agent)
        return taken

    def _put_back(self, work: UnitOfWork, handoff: Handoff, actor: str, why: str) -> Handoff:
        """Put a talk back into the queue, at the place that it had; what it costs in requeues is counted by the caller."""
        waiting = replace(handoff, status=HandoffStatus.WAITING, agent=None, claimed_at=None, agent_at=None)
        work.handoffs.update(waiting)
        if handoff.status is HandoffStatus.ACTIVE:
            self._ownership.give(work, handoff.conversation_id, Owner.QUEUE, actor=actor, why=why)
        return waiting

    def _check_waiting(self, handoff: Handoff) -> None:
        if handoff.status is not HandoffStatus.WAITING:
            raise AlreadyClaimed("already_claimed", "这个会话已经由别的坐席接入，或者已经结束。")


def _whose(handoff: Handoff) -> str:
    if handoff.status is HandoffStatus.WAITING:
        return "这个会话已经回到队列，不再由您接待，刚才的操作没有生效。"
    if handoff.status is HandoffStatus.ACTIVE:
        return "这个会话现在由别的坐席接待，刚才的操作没有生效。"
    return "这个会话已经结束，现在不是由您接待。"


def _found(handoff: Handoff | None) -> Handoff:
    if handoff is None:
        raise NotFound("handoff_unknown", "没有这个转人工请求。")
    return handoff
