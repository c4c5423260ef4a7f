"""Who owns a conversation: the only place that changes it, and the log of every change."""

from dataclasses import replace

from bot.business.conversation import Conversation, Owner, OwnershipChange, check_move
from bot.business.errors import NotFound
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory


class Ownership:
    """Gives conversations to the robot, the queue, an agent, or nobody."""

    def __init__(self, unit_of_work: UnitOfWorkFactory, now: Clock) -> None:
        self._work = unit_of_work
        self._now = now

    def give(
        self,
        work: UnitOfWork,
        conversation_id: str,
        to: Owner,
        *,
        actor: str,
        why: str,
        agent: str | None = None,
    ) -> Conversation:
        """Change the owner within the caller's transaction and write why. Raises NotFound, NotAllowed for a move that isn't."""
        before = work.conversations.get(conversation_id, lock=True)
        if before is None:
            raise NotFound("session_unknown", "没有这个会话，可能已经过期。")
        check_move(before.owner, to)
        moment = self._now()
        after = replace(before, owner=to, agent=agent if to is Owner.AGENT else None, updated_at=moment)
        work.conversations.give(after)
        work.ownership_log.add(
            OwnershipChange(conversation_id, moment, before.owner, to, after.agent, actor, why)
        )
        return after

    def reopen(self, conversation_id: str) -> Conversation:
        """Give a closed conversation, in which the citizen speaks again, to the robot; any other stays as it is."""
        with self._work() as work:
            found = work.conversations.get(conversation_id, lock=True)
            if found is None:
                raise NotFound("session_unknown", "没有这个会话，可能已经过期。")
            if found.owner is not Owner.CLOSED:
                return found
            opened = self.give(work, conversation_id, Owner.ROBOT, actor="citizen", why="spoke_again")
            work.commit()
            return opened

    def history(self, conversation_id: str) -> list[OwnershipChange]:
        """Return who owned a conversation, oldest first. Every conversation begins with the robot."""
        with self._work() as work:
            return work.ownership_log.of(conversation_id)
