"""Everything that is checked of an entry on the spot: what blocks, and what only has to be thought of."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from bot.business.studio.checks import Questions, Remark, alike, new_questions
from bot.business.studio.checks_in_time import heard_length, in_time, local_values, old_sources
from bot.business.studio.contents import Content, Contents, Kind
from bot.knowledge.entry_check import check_topic, check_value, sayings_of
from bot.knowledge.topic_files import same
from bot.knowledge.topic_reader import MAX_SPEECH
from bot.web.context import Context
from bot.web.studio.checking_words import as_remark
from bot.web.studio.entry_ground import Ground

_TOLD_BY_NUMBER = ("questions", "还没填问法")  # "只有 0 个问法" says so too
_KEPT = 4  # sets of questions: what is live, and what is planned beside the entry in hand
_REMEMBERED = 50_000  # questions; twice what there are


class Everywhere:
    """The questions of all topics, made comparable once for each state of the knowledge base."""

    def __init__(self) -> None:
        self._held: dict[object, tuple[Contents, Questions]] = {}
        self._same = lru_cache(_REMEMBERED)(same)  # another state has nearly the same questions

    def live(self, held: Ground) -> Questions:
        """Return those that callers reach now."""
        return self._made((id(held.live),), held.live, held.live)

    def planned(self, held: Ground, key: str) -> Questions:
        """Return those that there will be; of the topic `key` itself, whatever is live."""
        drafts = [draft for draft in held.drafts.values() if draft.kind is Kind.TOPIC and draft.key != key]
        mark = (id(held.live), *sorted((draft.id, draft.version) for draft in drafts))
        return self._made(mark, held.live, held.live.changed(draft.change for draft in drafts))

    def _made(self, mark: object, live: Contents, contents: Contents) -> Questions:
        found = self._held.pop(mark, None)
        if found is None or found[0] is not live:  # an id may come again after its object is gone
            found = (live, Questions(contents.topics, self._same))
        self._held[mark] = found
        while len(self._held) > _KEPT:
            self._held.pop(next(iter(self._held)), None)
        return found[1]


def remarks(shared: Context, held: Ground, kind: Kind, key: str, content: Content | None) -> list[Remark]:
    """Return what there is to say of an entry as it shall be, by the place in the form."""
    if content is None:
        return list(_removal(held, kind, key))
    if kind is Kind.VALUE:
        lacks = "source" if content.get("as_of") else "as_of"
        return [replace(as_remark(each), place=lacks) for each in check_value(key, content)]
    problems = check_topic(content, held.departments, held.planned.values, sayings_of(held.folder))
    questions = list(map(str, content.get("questions") or ()))
    today = shared.services.today()
    return [
        *(each for each in map(as_remark, problems) if (each.place, each.message) != _TOLD_BY_NUMBER),
        *_elsewhere(shared.keep(Everywhere), held, key, questions),
        *alike(questions, new_questions(held.live.topics.get(key), questions)),
        *in_time(content, today),
        *old_sources(content, today),
        *local_values(content, held.live.values, held.planned.values, today),
        *heard_length(content, held.planned.values, MAX_SPEECH),
    ]


def _elsewhere(everywhere: Everywhere, held: Ground, key: str, questions: Sequence[str]) -> Iterator[Remark]:
    now = {each.place: each for each in everywhere.live(held).elsewhere(key, questions, True)}
    then = {each.place: each for each in everywhere.planned(held, key).elsewhere(key, questions, False)}
    for place, remark in now.items():
        if place in then:
            yield remark
        else:
            moved = f"{remark.message}；那边的草稿已经去掉，要一起发布"
            yield replace(remark, message=moved, blocks=False)
    yield from (remark for place, remark in then.items() if place not in now)


def _removal(held: Ground, kind: Kind, key: str) -> Iterator[Remark]:
    using = held.using(key) if kind is Kind.VALUE else []
    if using:
        titles = "、".join(f"“{held.title(each)}”" for each in using[:3])
        yield Remark("", f"还有 {len(using)} 个主题在用：{titles}，不能删除", True)


def remark_view(held: Ground, remark: Remark) -> dict[str, Any]:
    """Return a remark for the form, with the title of the topic that it is about."""
    topic = {"key": remark.topic, "title": held.title(remark.topic)} if remark.topic else None
    return {"place": remark.place, "message": remark.message, "topic": topic}
