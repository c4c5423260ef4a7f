"""When an agent loses a talk: silent for too long after the citizen's words, or not there any more."""

from datetime import datetime
from enum import Enum

from bot.business.handoff import Handoff
from bot.business.queueing.assignment import is_there
from bot.business.queueing.presence import Presence
from bot.business.queueing.rules import QueueRules


class Loss(Enum):
    """Why a talk goes back into the queue."""

    SILENT = "silent"
    LOST = "lost"

    @property
    def label(self) -> str:
        """Return the reason as people read it."""
        return {"silent": "坐席超时没有回复", "lost": "坐席掉线"}[self.value]


def silent_since(talk: Handoff, unanswered: datetime | None) -> datetime | None:
    """Return since when a citizen waits for an agent's words, None when they don't.

    `unanswered` is the first thing that the citizen said after the agent spoke last. Who has just been taken waits for
    the first words.
    """
    return talk.claimed_at if talk.agent_at is None else unanswered


def loss_of(
    talk: Handoff, unanswered: datetime | None, presence: Presence | None, now: datetime, rules: QueueRules
) -> Loss | None:
    """Return why an agent loses a talk now, None when they keep it. An agent who never told of being there isn't lost."""
    if talk.by_phone:
        return None  # they speak on the telephone: nothing of it is written here
    if presence is not None and not is_there(presence, now, rules):
        return Loss.LOST
    since = silent_since(talk, unanswered)
    silent = since is not None and (now - since).total_seconds() >= rules.silent_after_s
    return Loss.SILENT if silent else None
