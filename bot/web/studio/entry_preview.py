"""What a citizen will read and hear of a topic as it stands in the form: `/api/studio/preview…`."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bot.business.calls.events import Say
from bot.business.calls.known import digest, known_answers
from bot.business.errors import Invalid
from bot.business.faq import Wording, word_answer
from bot.business.permissions import Permission
from bot.business.reply import answer, further, parts
from bot.business.staff import Staff
from bot.business.studio.contents import Kind
from bot.knowledge.reader import KnowledgeError
from bot.web.agent.prompts import whole_sound
from bot.web.context import Context, context
from bot.web.staff.guard import allowed
from bot.web.studio.entry_ground import ground
from bot.web.studio.entry_shape import shaped
from bot.web.studio.entry_topic import base_with, day_of
from speech.audio import write_wav

router = APIRouter(prefix="/api/studio/preview", tags=["studio"])
Shared = Annotated[Context, Depends(context)]
Editor = Annotated[Staff, Depends(allowed(Permission.EDIT_KNOWLEDGE))]


class Previewed(BaseModel):
    """A topic as it stands in the form, and which of its answers is looked at."""

    key: str = Field(max_length=64)
    content: dict[str, Any]
    answer: int = Field(0, ge=0)


class Heard(BaseModel):
    """A text to hear."""

    text: str = Field(min_length=1, max_length=1000)


@router.post("", summary="市民看到和听到的样子")
async def preview(body: Previewed, shared: Shared, staff: Editor) -> dict[str, Any]:
    """Return the answer in words, its sources, and what is heard piece by piece. Raises Invalid."""
    return await run_sync(lambda: _preview(shared, body))


@router.post("/sound", summary="听一段（WAV），和来电人听到的一样")
async def heard(body: Heard, shared: Shared, staff: Editor) -> Response:
    """Return the sound of a text: a person's recording if there is one, else the synthesiser's."""
    audio = await run_sync(whole_sound, shared.voice, Say(body.text))
    return Response(write_wav(audio), media_type="audio/wav", headers={"Cache-Control": "no-store"})


def _preview(shared: Context, body: Previewed) -> dict[str, Any]:
    content = shaped(Kind.TOPIC, body.key, body.content) or {}
    held, today = ground(shared), shared.services.today()
    base, topic = base_with(held, body.key, content, body.answer)
    try:
        wording = word_answer(base, topic.id, day_of(topic, today))
    except (KeyError, IndexError, ValueError) as error:
        raise Invalid("local", "本地值的句子写法不对：只能用 {value} 和 {region}。") from error
    if wording is None:
        raise Invalid("answers", "还没有答案。")
    published = _published(shared)
    return {
        "text": wording.text,
        "sources": [
            {"name": each.name, "number": each.number, "article": each.article, "year": each.year}
            for each in wording.sources
        ],
        "heard": [_piece(shared, text, published) for text in _pieces(wording)],
        "holds": topic.answer_on(today) is not None,
    }


def _pieces(wording: Wording) -> list[str]:
    if not wording.speech:
        return []
    return [answer(wording).speech, *(further(wording, n).speech for n in range(1, len(parts(wording))))]


def _piece(shared: Context, text: str, published: dict[str, str]) -> dict[str, Any]:
    recorded = any(key.rpartition(".")[2] == digest(text) for key in shared.voice.recorded.listed())
    return {"text": text, "recorded": recorded, "published": published.get(text)}


def _published(shared: Context) -> dict[str, str]:
    """Return the key for a recording by text, of what callers hear now."""
    try:
        known = known_answers(shared.services.knowledge.current(), shared.services.today())
    except KnowledgeError:  # nothing is published yet
        return {}
    return {each.text: each.key for each in known}
