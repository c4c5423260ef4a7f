"""How the queue looks to the desks: one row for each talk and each agent, numbers masked."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.business.handoff import HandoffReason
from bot.business.privacy import mask_phone, mask_text
from bot.business.queueing.assignment import is_there
from bot.business.queueing.desk_view import LastWords, Look, OpenTalk
from bot.business.queueing.presence import PresenceState
from bot.business.queueing.priority import counts_from
from bot.business.queueing.rules import QueueRules

Row = dict[str, Any]
TitleOf = Callable[[str], str | None]  # of a topic
_SHOWN = 60  # characters of what somebody said


def talk_row(talk: OpenTalk, words: LastWords, title_of: TitleOf, call: str | None) -> Row:
    """Return a talk as JSON-ready values; `call` is what its telephone call does."""
    handoff = talk.handoff
    topic = title_of(words.topic) if words.topic else None
    return {
        "id": handoff.id,
        "conversation_id": handoff.conversation_id,
        "status": handoff.status.value,
        "agent": handoff.agent,
        "group": handoff.group.value,
        "group_label": handoff.group.label,
        "channel": talk.channel.value,
        "reason_label": handoff.reason.label,
        "emergency": handoff.reason is HandoffReason.EMERGENCY,
        "elderly": handoff.elderly,
        "requeued": handoff.requeued,
        "caller": mask_phone(talk.caller) if talk.caller else None,
        "call": call,
        "rank": counts_from(handoff).timestamp(),
        "created_at": handoff.created_at.isoformat(),
        "about": topic or mask_text(handoff.summary)[:_SHOWN] or handoff.reason.label,
        "last_words": mask_text(words.text)[:_SHOWN],
        "last_at": _iso(words.at),
        "unanswered": list(words.unanswered[-99:]),
        "unanswered_since": _iso(words.unanswered_since),
    }


def people_rows(look: Look, now: datetime, rules: QueueRules) -> dict[str, Row]:
    """Return the agents who ever were there, by username: whether they are there now, and how busy."""
    held: dict[str, int] = {}
    for talk in look.talks:
        if talk.handoff.agent:
            held[talk.handoff.agent] = held.get(talk.handoff.agent, 0) + 1
    rows = {}
    for presence in look.presences:
        account = look.accounts.get(presence.username)
        if account is None:
            continue
        state = presence.state if is_there(presence, now, rules) else PresenceState.OFFLINE
        rows[account.username] = {
            "username": account.username,
            "name": account.display_name,
            "groups": [group.value for group in account.groups],
            "state": state.value,
            "state_label": state.label,
            "talks": held.get(account.username, 0),
            "capacity": account.capacity,
        }
    return rows


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
