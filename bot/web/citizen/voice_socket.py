"""`WS /api/voice`: a spoken talk in the browser."""

import json
import re
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from bot.business.conversation import Channel
from bot.conversations.voice_session import RATE, VoiceSession
from bot.web.citizen.chat import SESSION_ID
from bot.web.context import Context, socket_context
from bot.web.errors import error_body
from bot.web.security import same_origin

router = APIRouter()
_MAX_FRAME = 64 * 1024  # bytes: 2 s of sound; pages send some 40 ms


class _Page:
    """The page at the other end, as a VoiceSession sees it."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket

    async def event(self, event: dict[str, Any]) -> None:
        """Send a JSON event."""
        await self._websocket.send_json(event)

    async def sound(self, pcm: bytes) -> None:
        """Send sound."""
        await self._websocket.send_bytes(pcm)


@router.websocket("/api/voice")
async def voice_socket(websocket: WebSocket, session_id: str | None = None, rate: int = RATE) -> None:
    """Take PCM16 LE mono 16 kHz; send partial texts, the transcript, the replies and their sound."""
    shared = socket_context(websocket)
    refused = _refusal(websocket, shared, session_id, rate)
    if not same_origin(websocket):
        await websocket.close(4403)
        return
    await websocket.accept()
    if refused:
        await websocket.send_json({"type": "error", **error_body(*refused), "t_ms": 0})
        await websocket.close(4400)
        return
    with shared.talks:
        await _talk(websocket, shared, session_id)


def _refusal(
    websocket: WebSocket, shared: Context, session_id: str | None, rate: int
) -> tuple[str, str] | None:
    if shared.voice.model is None:
        return "no_ears", "没有语音识别模型，请打字。"
    if rate != RATE:
        return "bad_rate", f"声音要用 {RATE} Hz、16 位、单声道。"
    if session_id is not None and not re.match(SESSION_ID, session_id):
        return "bad_session", "会话编号不对。"
    if shared.talks.full:
        return "busy", "现在语音线路已满，请打字，或者稍后再试。"
    return None


async def _talk(websocket: WebSocket, shared: Context, session_id: str | None) -> None:
    conversation = session_id or (await shared.dialogue.start(Channel.VOICE)).id
    page = _Page(websocket)
    session = VoiceSession(shared.voice, shared.dialogue, conversation, page)
    try:
        await page.event({"type": "ready", "session_id": conversation, "t_ms": 0})
        while await _took(await websocket.receive(), session):
            pass
        await session.end()
        await websocket.close()
    except (WebSocketDisconnect, RuntimeError):  # the page is gone
        pass
    finally:
        await session.close()


async def _took(message: dict[str, Any], session: VoiceSession) -> bool:
    """Handle one message; return whether the talk goes on."""
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect
    sound = message.get("bytes")
    if sound is not None:
        if 0 < len(sound) <= _MAX_FRAME and len(sound) % 2 == 0:
            await session.hear(sound)
        return True
    try:
        kind = json.loads(message.get("text") or "").get("type")
    except (ValueError, AttributeError):
        return True
    if kind == "stop_speaking":
        await session.stop_speaking()
    return bool(kind != "end")
