"""What the desk shows of talks that wait or are held, and who may look into a talk."""

from dataclasses import dataclass
from datetime import datetime

from bot.business.conversation import Channel, Conversation, Owner
from bot.business.handoff import Handoff
from bot.business.permissions import Permission, may
from bot.business.queueing.presence import Presence
from bot.business.staff import Staff


@dataclass(frozen=True)
class OpenTalk:
    """A handoff that waits or is held, with what the queue shows of its conversation. `caller` is the whole number."""

    handoff: Handoff
    channel: Channel
    changed_at: datetime
    caller: str | None = None


@dataclass(frozen=True)
class LastWords:
    """The newest of a talk: what the citizen said last and when, and the last topic that was answered.

    `unanswered` are the numbers of the citizen's turns since a person last spoke.
    """

    text: str = ""
    at: datetime | None = None
    topic: str | None = None
    unanswered: tuple[int, ...] = ()
    unanswered_since: datetime | None = None


@dataclass(frozen=True)
class EarlierTalk:
    """A talk that the same caller had before."""

    conversation: Conversation
    topics: tuple[str, ...]
    last_words: str


@dataclass(frozen=True)
class Look:
    """The queue at one moment: `words` only of those talks in which something was said since the last look."""

    talks: tuple[OpenTalk, ...]
    words: dict[str, LastWords]
    presences: tuple[Presence, ...]
    accounts: dict[str, Staff]


def may_read(staff: Staff, talk: Conversation, had_it: bool, caller_is_here: bool) -> bool:
    """Return whether this account may read a talk.

    Agents read what waits, what is or was theirs, and what the caller whom they talk to said before.
    """
    mine = talk.owner is Owner.AGENT and talk.agent == staff.username
    return may(staff, Permission.SUPERVISE) or talk.owner is Owner.QUEUE or mine or had_it or caller_is_here
