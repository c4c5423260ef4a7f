"""Questions of citizens on their way into a topic's draft, and out of it again."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.business.errors import Invalid, NotAllowed, NotFound
from bot.business.studio.contents import Contents, Kind
from bot.business.studio.draft import Draft
from bot.business.text import normalise
from bot.services.studio.drafts import DraftService, EditedMeanwhile


class AskedQuestions:
    """Writes questions into drafts; what is live doesn't change."""

    def __init__(self, drafts: DraftService, live: Callable[[], Contents]) -> None:
        self._drafts = drafts
        self._live = live

    def add(self, topic: str, questions: Sequence[str], by: str) -> None:
        """Add questions that the topic doesn't have yet, to its draft or a new one.

        Raises Invalid for a question of another topic, NotFound, NotAllowed, EditedMeanwhile.
        """
        self._check_free(topic, questions)

        def with_them(content: Mapping[str, Any]) -> list[str]:
            held = list(content.get("questions") or ())
            for each in questions:
                if normalise(each) not in map(normalise, held):
                    held.append(each)
            return held

        self._change(topic, with_them, by)

    def take_back(self, topic: str, questions: Sequence[str], by: str) -> None:
        """Take questions out of the topic's draft; one that nothing else changes is given up. Raises NotAllowed."""
        gone = set(map(normalise, questions)) - {""}
        live = self._live().get(Kind.TOPIC, topic) or {}
        draft = self._drafts.open_for(Kind.TOPIC, topic)
        if gone & _keys(live):
            raise NotAllowed("published", "这个问法已经发布了，要去掉请到条目里删。")
        if draft is None or draft.content is None or not gone & _keys(draft.content):
            return

        def without(content: Mapping[str, Any]) -> list[str]:
            return [each for each in content.get("questions") or () if normalise(each) not in gone]

        after = self._change(topic, without, by)
        if after is not None and live and after.content == live:
            self._drafts.discard(after.id, by)

    def _change(
        self, topic: str, questions: Callable[[Mapping[str, Any]], list[str]], by: str
    ) -> Draft | None:
        try:
            return self._saved(topic, questions, by)
        except EditedMeanwhile:  # somebody typed in it at this moment: both changes fit
            return self._saved(topic, questions, by)

    def _saved(
        self, topic: str, questions: Callable[[Mapping[str, Any]], list[str]], by: str
    ) -> Draft | None:
        draft = self._drafts.open_for(Kind.TOPIC, topic)
        content = draft.content if draft else self._live().get(Kind.TOPIC, topic)
        if content is None:
            if draft is not None:
                raise NotAllowed("removed", "这个主题的草稿是要删除它，不能再加问法。")
            raise NotFound("no_topic", "没有这个主题，请另选一个。")
        after = questions(content)
        if after == list(content.get("questions") or ()):
            return draft
        changed = {**content, "questions": after}
        return self._drafts.save(Kind.TOPIC, topic, changed, draft.version if draft else None, by)

    def _check_free(self, topic: str, questions: Sequence[str]) -> None:
        """A question stands in one topic only; two would make the understanding guess."""
        wanted = {normalise(each): each for each in questions}
        for key, other in self._live().topics.items():
            same = wanted.keys() & _keys(other) if key != topic else ()
            for each in same:
                title = other.get("title") or key
                raise Invalid("words", f"“{wanted[each]}”已经是“{title}”的问法，不能再加到别的主题。")


def _keys(content: Mapping[str, Any]) -> set[str]:
    return {normalise(str(each)) for each in content.get("questions") or ()}
