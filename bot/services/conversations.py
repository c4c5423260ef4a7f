"""Talks: begin one, add to it, read it."""

import secrets
from typing import Any

from bot.business.conversation import Channel, Conversation, Owner, Speaker, Turn
from bot.business.errors import NotFound
from bot.services.ports import Clock, Conflict, UnitOfWorkFactory
from bot.services.turns import write_turn


class ConversationService:
    """Use cases of conversations."""

    def __init__(self, unit_of_work: UnitOfWorkFactory, now: Clock) -> None:
        self._work = unit_of_work
        self._now = now

    def start(self, channel: Channel, caller: str | None = None, id: str | None = None) -> Conversation:
        """Begin a conversation with 小政; one that already has this id is returned as it is."""
        moment = self._now()
        begun = Conversation(
            id or secrets.token_urlsafe(16), channel, Owner.ROBOT, moment, moment, caller=caller
        )
        try:
            with self._work() as work:
                work.conversations.add(begun)
                work.commit()
        except Conflict:
            return self.get(begun.id) or begun
        return begun

    def get(self, id: str) -> Conversation | None:
        """Return a conversation, or None."""
        with self._work() as work:
            return work.conversations.get(id)

    def add_turn(
        self,
        conversation_id: str,
        speaker: Speaker,
        text: str,
        *,
        kind: str | None = None,
        topic: str | None = None,
        payload: dict[str, Any] | None = None,
        confidence: float | None = None,
        release: str | None = None,
        key: str | None = None,
    ) -> Turn:
        """Add what was said. With a `key` that was used before in this conversation, return the earlier turn."""
        with self._work() as work:
            conversation = work.conversations.get(conversation_id, lock=True)
            if conversation is None:
                raise NotFound("session_unknown", "没有这个会话，可能已经过期。")
            earlier = work.conversations.turn_by_key(conversation_id, key) if key else None
            if earlier is not None:
                return earlier
            written = write_turn(
                work,
                conversation,
                speaker,
                text,
                self._now(),
                kind=kind,
                topic=topic,
                payload=payload,
                confidence=confidence,
                release=release,
                key=key,
            )
            work.commit()
            return written

    def transcript(self, id: str, after_seq: int = 0) -> list[Turn]:
        """Return what was said after turn `after_seq`."""
        with self._work() as work:
            return work.conversations.turns(id, after_seq)
