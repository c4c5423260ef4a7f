"""What agents keep beside a talk: notes, unsent words, sentences ready to send."""

from dataclasses import dataclass
from datetime import datetime

from bot.business.queueing.groups import Group


@dataclass(frozen=True)
class PrivateNote:
    """A note of staff about a conversation; the citizen never sees it."""

    conversation_id: str
    at: datetime
    author: str
    text: str
    id: int = 0


@dataclass(frozen=True)
class ReplyDraft:
    """Words that an agent has written and not sent."""

    username: str
    conversation_id: str
    text: str
    updated_at: datetime


@dataclass(frozen=True)
class CannedAnswer:
    """A sentence ready to send; `{市民}`, `{坐席}`, `{工单号}` and the like in it are filled in. `group` None: for all."""

    id: str
    title: str
    text: str
    group: Group | None
    author: str
    updated_at: datetime


@dataclass(frozen=True)
class TalkRating:
    """What a citizen thinks of a talk: was it solved, how content are they."""

    conversation_id: str
    at: datetime
    solved: bool
    satisfied: str  # of bot.business.orders.order.Satisfaction
