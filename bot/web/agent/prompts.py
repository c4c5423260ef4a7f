"""Recordings of people for prompts and answers: `/agent/prompts` and `/api/agent/prompts…`, for administrators."""

import logging
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from bot.business.calls.events import Say
from bot.business.calls.known import Known, known_answers, known_prompts
from bot.business.errors import Invalid, NotFound
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.conversations.calls.upload_check import MOST_BYTES
from bot.conversations.voice import Voice
from bot.web.context import Context, context
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit, allowed, page
from speech.audio import Audio, write_wav
from speech.errors import AudioError, SynthesiserError

log = logging.getLogger(__name__)
pages = APIRouter(prefix="/agent/prompts", include_in_schema=False)
api = APIRouter(prefix="/api/agent/prompts", tags=["prompts"])
templates = templates_in(__file__)
Shared = Annotated[Context, Depends(context)]
Admin = Annotated[Staff, Depends(allowed(Permission.MANAGE_PROMPTS))]
_RATE = 16000  # Hz, the better of what callers get


@pages.get("", response_class=HTMLResponse)
async def shown(visit: Annotated[Visit, Depends(page(Permission.MANAGE_PROMPTS))]) -> Response:
    """Show the page."""
    return visit.show(templates, "prompts.html", most_bytes=MOST_BYTES)


@api.get("", summary="固定提示语和答案，哪些有真人录音")
async def listed(shared: Shared, admin: Admin) -> dict[str, Any]:
    """Return what is said word for word today, and the recordings whose wording is no longer said."""
    return await run_sync(lambda: _listed(shared))


def _listed(shared: Context) -> dict[str, Any]:
    recorded = {_name(key): key for key in shared.voice.recorded.listed()}
    prompts, answers = known_prompts(), _answers(shared)
    outdated = recorded.keys() - {_name(each.key) for each in (*prompts, *answers)}
    return {
        "prompts": [_view(each, recorded) for each in prompts],
        "answers": [_view(each, recorded) for each in answers],
        "outdated": sorted(recorded[name] for name in outdated),
    }


def _answers(shared: Context) -> list[Known]:
    return known_answers(shared.services.knowledge.current(), shared.services.today())


def _name(key: str) -> str:
    """Return what alone decides whether a recording is played."""
    return key.rpartition(".")[2]


def _view(known: Known, recorded: dict[str, str]) -> dict[str, Any]:
    has = _name(known.key) in recorded
    return {"key": known.key, "titles": known.titles, "text": known.text, "recorded": has}


@api.get("/{key}/sound", summary="试听来电人听到的声音（WAV）")
async def heard(key: str, shared: Shared, admin: Admin) -> Response:
    """Return what callers hear of a text."""
    known = await _known(shared, key)
    audio = await run_sync(whole_sound, shared.voice, Say(known.text, known.prompt))
    return Response(write_wav(audio), media_type="audio/wav", headers={"Cache-Control": "no-store"})


def whole_sound(voice: Voice, what: Say) -> Audio:
    """Return all that callers hear of a text. Raises SynthesiserError, also without recording and synthesiser."""
    pcm = b"".join(sound.pcm for sound in voice.sounds(what, _RATE))
    if not pcm:
        raise SynthesiserError("no_voice", "这台机器没有语音合成，也没有这一条的录音。")
    return Audio(pcm, _RATE)


@api.put("/{key}/recording", summary="上传真人录音（请求体就是 WAV 文件）")
async def upload(key: str, request: Request, shared: Shared, admin: Admin) -> dict[str, Any]:
    """Take a WAV file; from the next time on, callers hear it instead of the synthesiser."""
    known = await _known(shared, key)
    data = await request.body()
    try:
        await run_sync(shared.voice.recorded.keep, known.key, data)
    except AudioError as error:
        raise Invalid(error.code, error.message) from error
    log.info("recording of %s uploaded by %s", known.key, admin.username)
    return {"prompt": _view(known, {_name(known.key): known.key})}


@api.delete("/{key}/recording", summary="删除真人录音")
async def delete(key: str, shared: Shared, admin: Admin) -> dict[str, Any]:
    """Delete a recording, also one of an old wording; callers hear the synthesiser again."""
    if key not in await run_sync(shared.voice.recorded.listed):
        key = (await _known(shared, key)).key
    if not await run_sync(shared.voice.recorded.forget, key):
        raise NotFound("recording_unknown", "这一条没有录音。")
    log.info("recording of %s deleted by %s", key, admin.username)
    return {"deleted": key}


async def _known(shared: Context, key: str) -> Known:
    """Return the text with this key. Raises NotFound, also when its wording has changed meanwhile."""
    found = await run_sync(
        lambda: [each for each in (*known_prompts(), *_answers(shared)) if each.key == key]
    )
    if not found:
        raise NotFound("prompt_unknown", "没有这一条，可能刚刚改过文字，请刷新页面。")
    return found[0]


router = APIRouter()
router.include_router(pages)
router.include_router(api)
