"""Looks at the queue in the store; of each talk only what was said since the last look is read again."""

from dataclasses import dataclass
from datetime import datetime

from bot.bootstrap import Services
from bot.business.queueing.desk_view import LastWords, Look, OpenTalk
from bot.conversations.calls.center import CallCenter
from bot.knowledge.reader import KnowledgeError
from bot.web.agent.board_views import Row, people_rows, talk_row
from bot.web.agent.call_views import STATES

_NOTHING = LastWords()


@dataclass(frozen=True)
class _Seen:
    talk: OpenTalk
    words: LastWords
    call: str | None
    row: Row


class Eyes:
    """Remembers the last look. Not for several threads at once."""

    def __init__(self, services: Services, calls: CallCenter) -> None:
        self._services, self._calls = services, calls
        self._known: dict[str, datetime] = {}  # by conversation: up to when its words were seen
        self._words: dict[str, LastWords] = {}
        self._rows: dict[str, _Seen] = {}

    def look(self) -> tuple[dict[str, Row], dict[str, Row]]:
        """Return the open talks by their handoff's id, and the agents by username."""
        look = self._services.desk_view.look(self._known)
        self._remember(look)
        live = {call.conversation_id: STATES[call.session.state] for call in list(self._calls.live.values())}
        self._rows = {talk.handoff.id: self._row(talk, live) for talk in look.talks}
        talks = {id: seen.row for id, seen in self._rows.items()}
        return talks, people_rows(look, self._services.now(), self._services.handoffs.rules)

    def _row(self, talk: OpenTalk, live: dict[str, str]) -> "_Seen":
        """Return the row of a talk: the earlier one when nothing about it is different."""
        conversation = talk.handoff.conversation_id
        words, call = self._words.get(conversation, _NOTHING), live.get(conversation)
        before = self._rows.get(talk.handoff.id)
        if before is not None and (before.talk, before.call) == (talk, call) and before.words is words:
            return before
        return _Seen(talk, words, call, talk_row(talk, words, self._title, call))

    def _remember(self, look: Look) -> None:
        self._known = {talk.handoff.conversation_id: talk.changed_at for talk in look.talks}
        self._words = {id: words for id, words in self._words.items() if id in self._known} | look.words

    def _title(self, topic_id: str) -> str | None:
        try:
            topic = self._services.knowledge.current().topics.get(topic_id)
        except KnowledgeError:  # the queue is shown whatever state the knowledge base is in
            return None
        return topic.title if topic else None
