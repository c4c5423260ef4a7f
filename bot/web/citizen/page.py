"""The citizen's page at `/` and the sound of an answer."""

from pathlib import Path
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.templating import Jinja2Templates

from bot.business.conversation import Speaker
from bot.conversations.voice import Voice
from bot.web.context import Context, context
from speech.audio import write_wav

router = APIRouter()
templates = Jinja2Templates(Path(__file__).parent / "templates")
Shared = Annotated[Context, Depends(context)]

MIC_NOTES = {
    "on": "",
    "test-model": "语音识别用的是自带的小模型，只听得懂合成语音，听不准真人说话；请以打字为主。",
    "off": "没有语音识别模型，话筒暂不可用，请打字。",
}


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
async def page(request: Request, shared: Shared) -> Response:
    """Show the chat page."""
    voice: Voice = shared.voice
    shown = {
        "city": shared.services.knowledge.current().region.name,
        "mic": voice.ears,
        "mic_note": MIC_NOTES[voice.ears],
        "voice_on": voice.speaks,
    }
    return templates.TemplateResponse(request, "index.html", shown)


@router.get("/api/speech/{session_id}/{seq}", tags=["chat"], summary="一条回答的语音（WAV）")
async def spoken(session_id: str, seq: int, shared: Shared) -> Response:
    """Return the voice of one answer; only what 小政 said in this conversation is ever spoken."""
    if not shared.voice.speaks:
        raise HTTPException(503)
    conversations = shared.services.conversations
    turns = await run_sync(lambda: conversations.transcript(session_id, max(0, seq - 1)))
    turn = next((each for each in turns if each.seq == seq and each.speaker is Speaker.ROBOT), None)
    if turn is None:
        raise HTTPException(404)
    words = str((turn.payload or {}).get("speech") or turn.text)
    audio = await run_sync(lambda: shared.voice.say(words))
    return Response(
        write_wav(audio), media_type="audio/wav", headers={"Cache-Control": "private, max-age=3600"}
    )
