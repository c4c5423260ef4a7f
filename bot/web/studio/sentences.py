"""The site's own test sentences: `/admin/faq/bench/sentences` and `/api/studio/sentences…`."""

from typing import Annotated, Any, Literal

from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from bot.business.errors import Invalid
from bot.business.studio.asked import TestSentence
from bot.business.studio.mining import key_of
from bot.business.text import normalise
from bot.services.studio.test_sentences import MOST
from bot.studio.cases import cases_in
from bot.web.context import Context
from bot.web.studio.asked_view import Topics, topics_view
from bot.web.studio.bench import Editor, Shared, Visitor, noted, templates
from bot.web.studio.bench_sheet import CHANNELS
from bot.web.studio.bench_table import NO_TOPIC
from bot.web.studio.bench_words import LONGEST, check_test, learnt, tidy
from bot.web.studio.releases_view import clock, name_of, names_of

router = APIRouter(tags=["studio"])
_PAGE = 200


class New(BaseModel):
    """A sentence and the topic that it has to reach; None: no topic at all."""

    text: str = Field(max_length=LONGEST * 2)
    topic: str | None = Field(None, max_length=64)
    channel: Literal["web", "voice"] = "web"


class Gone(BaseModel):
    """Sentences to take away."""

    ids: list[Annotated[str, Field(max_length=32)]] = Field(min_length=1, max_length=1000)


@router.get("/admin/faq/bench/sentences", response_class=HTMLResponse, include_in_schema=False)
async def shown(visit: Visitor) -> Response:
    """Show the page; its script asks for the sentences."""
    shipped = await run_sync(lambda: len(cases_in(visit.shared.settings.regression)))
    return visit.show(templates, "sentences.html", tab="bench", part="sentences", shipped=shipped, most=MOST)


@router.get("/api/studio/sentences", summary="自己的测试句")
async def listed(
    shared: Shared,
    staff: Editor,
    q: Annotated[str, Query(max_length=100)] = "",
    offset: Annotated[int, Query(ge=0, le=MOST)] = 0,
) -> dict[str, Any]:
    """Return the sentences whose words or topic's title have `q` in them, newest first, a page of them."""
    return await run_sync(_listed, shared, normalise(q), offset)


@router.post("/api/studio/sentences", summary="加一句测试句")
async def add(asked: New, request: Request, shared: Shared, staff: Editor) -> dict[str, Any]:
    """Add a sentence, or change what one has to reach."""
    text, topics = tidy(asked.text), await run_sync(topics_view, shared)
    if asked.topic is not None and asked.topic not in topics:
        raise Invalid("topic", "没有这个主题，请从列表里选。")
    check_test(text, await run_sync(learnt, shared))
    kept = await run_sync(
        shared.services.test_sentences.add, text, asked.topic, staff.username, asked.channel
    )
    await noted(request, shared, staff, "faq_tested", asked.topic or "none", f"加了：{text}")
    return _view(kept, topics, await run_sync(names_of, shared.services.staff))


@router.post("/api/studio/sentences/remove", summary="删掉测试句")
async def remove(asked: Gone, request: Request, shared: Shared, staff: Editor) -> dict[str, Any]:
    """Take sentences away."""
    held = await run_sync(shared.services.test_sentences.all)
    gone = [each for each in held if each.id in set(asked.ids)]
    await run_sync(shared.services.test_sentences.drop, [each.id for each in gone])
    if gone:
        told = f"删了 {len(gone)} 句：{gone[0].text}"
        await noted(request, shared, staff, "faq_tested", gone[0].topic or "none", told)
    return {"removed": len(gone)}


def _listed(shared: Context, wanted: str, offset: int) -> dict[str, Any]:
    topics, names = topics_view(shared), names_of(shared.services.staff)
    own = list(reversed(shared.services.test_sentences.all()))
    found = [each for each in own if wanted in normalise(each.text) or wanted in _title(each, topics)]
    known = learnt(shared) if found else {}
    rows = [
        _view(each, topics, names) | {"learnt": known.get(key_of(each.text))}
        for each in found[offset : offset + _PAGE]
    ]
    return {"total": len(own), "found": len(found), "rows": rows, "offset": offset}


def _title(sentence: TestSentence, topics: Topics) -> str:
    return normalise(_shown_topic(sentence, topics))


def _shown_topic(sentence: TestSentence, topics: Topics) -> str:
    if sentence.topic is None:
        return NO_TOPIC
    return str(topics.get(sentence.topic, {}).get("title") or f"已经没有的主题（{sentence.topic}）")


def _view(sentence: TestSentence, topics: Topics, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": sentence.id,
        "text": sentence.text,
        "topic": sentence.topic,
        "title": _shown_topic(sentence, topics),
        "lost": sentence.topic is not None and sentence.topic not in topics,
        "channel": CHANNELS.get(sentence.channel, sentence.channel),
        "by": name_of(names, sentence.by),
        "at": clock(sentence.at),
    }
