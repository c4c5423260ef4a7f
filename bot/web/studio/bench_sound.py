"""A sentence spoken into the bench, as the recogniser hears it."""

from typing import Annotated

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request

from bot.business.errors import Invalid, NotAllowed
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.conversations.voice import Voice
from bot.web.context import Context, context
from bot.web.staff.guard import allowed
from speech.audio import Audio
from speech.recogniser import transcribe
from speech.written import to_written

router = APIRouter(tags=["studio"])
RATE = 16_000  # Hz
MOST_S = 30
_LEAST_S = 0.3
_one_at_a_time = CapacityLimiter(1)  # callers need the processor more


@router.put(
    "/api/studio/bench/sound",
    summary="听一段录音（请求体是 16 kHz、16 位、单声道 PCM，最多 30 秒），返回文字",
)
async def heard(
    request: Request,
    shared: Annotated[Context, Depends(context)],
    staff: Annotated[Staff, Depends(allowed(Permission.EDIT_KNOWLEDGE))],
) -> dict[str, str]:
    """Return what the callers' recogniser makes of it; the sound isn't kept."""
    if shared.voice.model is None:
        raise NotAllowed("no_ears", "没有语音识别模型，请打字。")
    pcm = await request.body()
    if len(pcm) % 2 or not _LEAST_S <= len(pcm) / 2 / RATE <= MOST_S:
        raise Invalid("sound", f"录音要在 1 到 {MOST_S} 秒之间，请再说一遍。")
    return {"text": await run_sync(_heard, shared.voice, pcm, limiter=_one_at_a_time)}


def _heard(voice: Voice, pcm: bytes) -> str:
    assert voice.model is not None
    return to_written(voice.corrections.apply(transcribe(voice.model, Audio(pcm, RATE)).text))
