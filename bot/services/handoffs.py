"""转人工: wait for a person, be taken, be given back."""

import secrets
from dataclasses import replace

from bot.business.conversation import Owner, check_move
from bot.business.errors import AlreadyClaimed, NotAllowed, NotFound
from bot.business.handoff import Handoff, HandoffReason, HandoffStatus
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory


class HandoffService:
    """Use cases of handoffs. The owner of a conversation changes here and nowhere else."""

    def __init__(self, unit_of_work: UnitOfWorkFactory, now: Clock) -> None:
        self._work = unit_of_work
        self._now = now

    def request(self, conversation_id: str, reason: HandoffReason, summary: str = "") -> Handoff:
        """Put a conversation into the queue; while it waits or is talked to, asking again changes nothing."""
        with self._work() as work:
            conversation = work.conversations.get(conversation_id, lock=True)
            if conversation is None:
                raise NotFound("session_unknown", "没有这个会话，可能已经过期。")
            earlier = work.handoffs.open_for(conversation_id)
            if earlier is not None:
                return self._urged(work, earlier, reason)
            moment = self._now()
            handoff = Handoff(
                secrets.token_hex(8), conversation_id, reason, summary, HandoffStatus.WAITING, moment
            )
            work.handoffs.add(handoff)
            self._give(work, conversation_id, Owner.QUEUE, None)
            work.commit()
            return handoff

    def _urged(self, work: UnitOfWork, earlier: Handoff, reason: HandoffReason) -> Handoff:
        """Who waited because the robot was down and now asks for a person isn't sent back to the robot again."""
        if earlier.reason is HandoffReason.ROBOT_UNAVAILABLE and reason is not earlier.reason:
            earlier = replace(earlier, reason=reason)
            work.handoffs.update(earlier)
            work.commit()
        return earlier

    def position(self, handoff_id: str) -> int:
        """Return the place in the queue, from 1; 0 when it doesn't wait any more."""
        with self._work() as work:
            ids = [each.id for each in work.handoffs.waiting()]
            return ids.index(handoff_id) + 1 if handoff_id in ids else 0

    def waiting(self) -> list[Handoff]:
        """Return those that wait: emergencies first, then the oldest."""
        with self._work() as work:
            return work.handoffs.waiting()

    def active(self, agent: str | None = None) -> list[Handoff]:
        """Return those being talked to."""
        with self._work() as work:
            return work.handoffs.active(agent)

    def get(self, id: str) -> Handoff | None:
        """Return a handoff, or None."""
        with self._work() as work:
            return work.handoffs.get(id)

    def for_conversation(self, conversation_id: str) -> Handoff | None:
        """Return the handoff that waits or is talked to in a conversation."""
        with self._work() as work:
            return work.handoffs.open_for(conversation_id)

    def claim(self, handoff_id: str, agent: str) -> Handoff:
        """Take a waiting handoff. Raises AlreadyClaimed when another was quicker."""
        with self._work() as work:
            handoff = _found(work.handoffs.get(handoff_id, lock=True))
            if handoff.status is HandoffStatus.ACTIVE and handoff.agent == agent:
                return handoff
            if handoff.status is not HandoffStatus.WAITING:
                raise AlreadyClaimed("already_claimed", "这个会话已经由别的坐席接入，或者已经结束。")
            claimed = replace(handoff, status=HandoffStatus.ACTIVE, agent=agent, claimed_at=self._now())
            work.handoffs.update(claimed)
            self._give(work, handoff.conversation_id, Owner.AGENT, agent)
            work.commit()
            return claimed

    def withdraw(self, conversation_id: str) -> None:
        """Take a conversation that still waits out of the queue and give it back to the robot."""
        with self._work() as work:
            handoff = work.handoffs.open_for(conversation_id)
            if handoff is None or handoff.status is not HandoffStatus.WAITING:
                return
            work.handoffs.update(replace(handoff, status=HandoffStatus.CANCELLED, ended_at=self._now()))
            self._give(work, conversation_id, Owner.ROBOT, None)
            work.commit()

    def end(self, handoff_id: str, agent: str, note: str = "") -> Handoff:
        """End a talk and give the conversation back to the robot. Raises NotAllowed for another's talk."""
        with self._work() as work:
            handoff = _found(work.handoffs.get(handoff_id, lock=True))
            if handoff.status is not HandoffStatus.ACTIVE or handoff.agent != agent:
                raise NotAllowed("not_yours", "这个会话现在不是由您接待。")
            ended = replace(handoff, status=HandoffStatus.ENDED, ended_at=self._now(), note=note)
            work.handoffs.update(ended)
            self._give(work, handoff.conversation_id, Owner.ROBOT, None)
            work.commit()
            return ended

    def _give(self, work: UnitOfWork, conversation_id: str, owner: Owner, agent: str | None) -> None:
        conversation = work.conversations.get(conversation_id, lock=True)
        assert conversation is not None  # the handoff refers to it
        check_move(conversation.owner, owner)
        work.conversations.update(replace(conversation, owner=owner, agent=agent, updated_at=self._now()))


def _found(handoff: Handoff | None) -> Handoff:
    if handoff is None:
        raise NotFound("handoff_unknown", "没有这个转人工请求。")
    return handoff
