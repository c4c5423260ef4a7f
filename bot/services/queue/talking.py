"""An agent's talk: take it, speak, give it back, close it."""

from dataclasses import replace

from bot.business.conversation import Owner, Speaker, Turn
from bot.business.errors import Invalid
from bot.business.handoff import Handoff, HandoffStatus
from bot.business.queueing.closing import CloseReason
from bot.business.queueing.desk_things import PrivateNote
from bot.services.ports import UnitOfWork
from bot.services.queue.base import QueueMoves
from bot.services.turns import write_turn

LONGEST_NOTE = 500


class Talking(QueueMoves):
    """Use cases of an agent's talks."""

    def claim(self, handoff_id: str, agent: str) -> Handoff:
        """Take a waiting handoff; the same agent twice is one claim.

        Raises AlreadyClaimed when another was quicker, NotAllowed when the agent has as many talks as they may.
        """
        with self._work() as work:
            seen = work.handoffs.get(handoff_id)
            if seen is not None and seen.agent != agent:
                self._check_waiting(seen)  # who is late is told so before anything is locked
            work.agents.lock(agent)
            handoff = self._locked(work, handoff_id)
            if handoff.status is HandoffStatus.ACTIVE and handoff.agent == agent:
                return handoff
            self._check_waiting(handoff)
            self._check_room(work, agent)
            claimed = self._take(work, handoff, agent, agent, "claimed")
            work.commit()
            return claimed

    def say(self, handoff_id: str, agent: str, text: str, key: str | None = None) -> Turn:
        """Write an agent's words; said again with the same key, they count once.

        Raises NotAllowed when the talk isn't, or no longer, this agent's: nothing is written then.
        """
        with self._work() as work:
            handoff = self._own(work, handoff_id, agent)
            earlier = work.conversations.turn_by_key(handoff.conversation_id, key) if key else None
            if earlier is not None:
                return earlier
            conversation = work.conversations.get(handoff.conversation_id, lock=True)
            assert conversation is not None  # the handoff refers to it
            moment = self._now()
            turn = write_turn(work, conversation, Speaker.AGENT, text, moment, key=key)
            work.handoffs.update(replace(handoff, agent_at=moment))
            work.desk.drop_draft(agent, handoff.conversation_id)
            work.commit()
            return turn

    def end(self, handoff_id: str, agent: str, note: str = "") -> Handoff:
        """End a talk and give the conversation back to the robot. Raises NotAllowed for another's talk."""
        return self._ended(handoff_id, agent, Owner.ROBOT, "given_back", CloseReason.OTHER, note)

    def close(self, handoff_id: str, agent: str, reason: CloseReason, note: str = "") -> Handoff:
        """End a talk and the conversation; when the citizen speaks again, the robot answers. Raises NotAllowed."""
        return self._ended(handoff_id, agent, Owner.CLOSED, "closed", reason, note)

    def _ended(
        self, handoff_id: str, agent: str, to: Owner, why: str, reason: CloseReason, note: str
    ) -> Handoff:
        if len(note) > LONGEST_NOTE:
            raise Invalid("note", f"备注最多 {LONGEST_NOTE} 个字。")
        with self._work() as work:
            handoff = self._own(work, handoff_id, agent)
            ended = replace(
                handoff,
                status=HandoffStatus.ENDED,
                ended_at=self._now(),
                note=note,
                close_reason=reason.value if to is Owner.CLOSED else "",
            )
            work.handoffs.update(ended)
            self._keep(work, ended, agent)
            self._ownership.give(work, handoff.conversation_id, to, actor=agent, why=why)
            work.commit()
            return ended

    def _keep(self, work: UnitOfWork, ended: Handoff, agent: str) -> None:
        """The next agent finds the note where all notes are."""
        work.desk.drop_draft(agent, ended.conversation_id)
        if ended.note:
            work.desk.add_note(PrivateNote(ended.conversation_id, self._now(), agent, ended.note))
