"""Write what was said, numbered within its conversation."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.business.conversation import Conversation, Speaker, Turn
from bot.services.ports import UnitOfWork


def write_turn(
    work: UnitOfWork,
    conversation: Conversation,
    speaker: Speaker,
    text: str,
    at: datetime,
    **details: Any,
) -> Turn:
    """Add a turn to a conversation that the caller has locked; `details` are the other fields of Turn."""
    seq = work.conversations.last_seq(conversation.id) + 1
    written = work.conversations.add_turn(Turn(0, conversation.id, seq, speaker, text, at, **details))
    work.conversations.update(replace(conversation, updated_at=at))
    return written
