"""What the desk looks at: the queue at one moment, one talk, what the same caller said before."""

from collections.abc import Mapping
from datetime import datetime

from bot.business.conversation import Conversation, Speaker
from bot.business.errors import NotAllowed, NotFound
from bot.business.queueing.desk_view import EarlierTalk, Look, may_read
from bot.business.staff import Staff
from bot.services.ports import UnitOfWork, UnitOfWorkFactory

_EARLIER = 10


class DeskViewService:
    """Use cases of looking; nothing is written."""

    def __init__(self, unit_of_work: UnitOfWorkFactory) -> None:
        self._work = unit_of_work

    def look(self, known: Mapping[str, datetime]) -> Look:
        """Return the queue now; `known` says by conversation up to which change its words were seen."""
        with self._work() as work:
            talks = work.desk_reads.open_talks()
            changed = [
                each.handoff.conversation_id
                for each in talks
                if known.get(each.handoff.conversation_id) != each.changed_at
            ]
            words = work.desk_reads.last_words(changed)
            return Look(tuple(talks), words, tuple(work.agents.all()), work.agents.accounts())

    def talk_for(self, staff: Staff, conversation_id: str) -> Conversation:
        """Return a conversation. Raises NotFound, NotAllowed for who has no business in it."""
        with self._work() as work:
            talk = work.conversations.get(conversation_id)
            if talk is None:
                raise NotFound("session_unknown", "没有这个会话。")
            caller = _caller_hash(work, talk)
            here = bool(caller) and work.desk_reads.caller_is_with(caller or "", staff.username)
            if not may_read(staff, talk, work.desk_reads.had(staff.username, talk.id), here):
                raise NotAllowed("foreign_talk", "这个会话不由您接待，不能查看。")
            return talk

    def caller_hash(self, talk: Conversation) -> str | None:
        """Return the keyed hash of who speaks: of the number they call from, or left in this talk for an order."""
        with self._work() as work:
            return _caller_hash(work, talk)

    def earlier(self, talk: Conversation) -> list[EarlierTalk]:
        """Return what the same caller talked about before, newest first; nothing for a caller who isn't known."""
        with self._work() as work:
            caller = _caller_hash(work, talk)
            talks = work.desk_reads.of_caller(caller, _EARLIER + 1) if caller else []
            return [_earlier(work, each) for each in talks if each.id != talk.id][:_EARLIER]


def _caller_hash(work: UnitOfWork, talk: Conversation) -> str | None:
    if talk.caller_hash:
        return talk.caller_hash
    left = (order.caller_hash for order in work.work_orders.for_conversation(talk.id))
    return next((each for each in left if each), None)


def _earlier(work: UnitOfWork, talk: Conversation) -> EarlierTalk:
    turns = work.conversations.turns(talk.id, 0)
    topics = tuple(dict.fromkeys(turn.topic for turn in turns if turn.topic))
    said = [turn.text for turn in turns if turn.speaker is Speaker.CITIZEN]
    return EarlierTalk(talk, topics, said[-1] if said else "")
