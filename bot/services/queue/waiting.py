"""Who waits: come into the queue, ask how long, leave it."""

import secrets
from dataclasses import replace
from datetime import timedelta

from bot.business.conversation import Channel, Conversation, Owner
from bot.business.errors import NotFound
from bot.business.handoff import Handoff, HandoffReason, HandoffStatus
from bot.business.queueing.assignment import AgentLoad, takes_talks
from bot.business.queueing.groups import Group
from bot.business.queueing.needs import group_for, sounds_elderly
from bot.business.queueing.priority import in_order
from bot.business.queueing.wait import Outlook, expected_minutes
from bot.services.ports import UnitOfWork
from bot.services.queue.base import QueueMoves

RECENT = timedelta(hours=12)
_RECENT_TALKS = 20


class Waiting(QueueMoves):
    """Use cases of those who wait."""

    def request(self, conversation_id: str, reason: HandoffReason, summary: str = "") -> Handoff:
        """Put a conversation into the queue; while it waits or is talked to, asking again changes nothing."""
        group, elderly = self._needs(conversation_id)
        with self._work() as work:
            conversation = work.conversations.get(conversation_id, lock=True)
            if conversation is None:
                raise NotFound("session_unknown", "没有这个会话，可能已经过期。")
            earlier = work.handoffs.open_for(conversation_id)
            if earlier is not None:
                return self._urged(work, earlier, reason)
            if conversation.owner is Owner.CLOSED:
                self._ownership.give(work, conversation_id, Owner.ROBOT, actor="citizen", why="spoke_again")
            handoff = replace(self._new(conversation, reason, summary), group=group, elderly=elderly)
            work.handoffs.add(handoff)
            actor = "citizen" if reason is HandoffReason.ASKED else "robot"
            self._ownership.give(work, conversation_id, Owner.QUEUE, actor=actor, why=reason.value)
            work.commit()
            return handoff

    def _needs(self, conversation_id: str) -> tuple[Group, bool]:
        """Work out what the citizen needs before anything is locked: the knowledge base may have to be read first."""
        with self._work() as work:
            turns = work.conversations.turns(conversation_id, 0)
        return group_for(turns, self._group_of_topic), sounds_elderly(turns)

    def _new(self, conversation: Conversation, reason: HandoffReason, summary: str) -> Handoff:
        return Handoff(
            secrets.token_hex(8),
            conversation.id,
            reason,
            summary,
            HandoffStatus.WAITING,
            self._now(),
            by_phone=conversation.channel is Channel.PHONE,
        )

    def _urged(self, work: UnitOfWork, earlier: Handoff, reason: HandoffReason) -> Handoff:
        """Who waited because the robot was down and now asks for a person isn't sent back to the robot again."""
        if earlier.reason is HandoffReason.ROBOT_UNAVAILABLE and reason is not earlier.reason:
            earlier = replace(earlier, reason=reason)
            work.handoffs.update(earlier)
            work.commit()
        return earlier

    def withdraw(self, conversation_id: str, actor: str = "system", why: str = "withdrawn") -> Handoff | None:
        """Take a conversation that still waits out of the queue and give it back to the robot; None: it didn't wait."""
        with self._work() as work:
            work.conversations.get(conversation_id, lock=True)
            handoff = work.handoffs.open_for(conversation_id)
            if handoff is None or handoff.status is not HandoffStatus.WAITING:
                return None
            left = replace(handoff, status=HandoffStatus.CANCELLED, ended_at=self._now())
            work.handoffs.update(left)
            self._ownership.give(work, conversation_id, Owner.ROBOT, actor=actor, why=why)
            work.commit()
            return left

    def waiting(self) -> list[Handoff]:
        """Return those that wait, the next one first."""
        with self._work() as work:
            return in_order(work.handoffs.waiting())

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

    def position(self, handoff_id: str) -> int:
        """Return the place in the queue, from 1; 0 when it doesn't wait any more. Callers stand in a line of their own."""
        with self._work() as work:
            return _place(in_order(work.handoffs.waiting()), handoff_id)

    def outlook(self, handoff_id: str) -> Outlook:
        """Return what a waiting citizen is told: place, expected wait, whether anybody is there."""
        moment = self._now()
        with self._work() as work:
            agents = self._loads(work)
            position = _place(in_order(work.handoffs.waiting()), handoff_id)
            recent = work.handoffs.recent_seconds(moment - RECENT, _RECENT_TALKS)
        minutes = expected_minutes(position, agents, recent) if position else None
        return Outlook(position, minutes, len(agents), self.hours.opens_at(moment))

    def loads(self) -> list[AgentLoad]:
        """Return the agents who can be given talks, with what they have."""
        with self._work() as work:
            return self._loads(work)

    def _loads(self, work: UnitOfWork) -> list[AgentLoad]:
        moment = self._now()
        accounts, claims = work.agents.accounts(), work.handoffs.last_claims(moment - RECENT)
        talks: dict[str, int] = {}
        for talk in work.handoffs.active(None):
            talks[talk.agent or ""] = talks.get(talk.agent or "", 0) + 1
        found = []
        for presence in work.agents.all():
            account = accounts.get(presence.username)
            if account is None or not takes_talks(presence, moment, self.rules):
                continue
            idle = max(presence.since, claims.get(presence.username, presence.since))
            name = presence.username
            found.append(AgentLoad(name, account.groups, account.capacity, talks.get(name, 0), idle))
        return found


def _place(ordered: list[Handoff], handoff_id: str) -> int:
    mine = next((each for each in ordered if each.id == handoff_id), None)
    if mine is None:
        return 0
    return [each.id for each in ordered if each.by_phone == mine.by_phone].index(handoff_id) + 1
