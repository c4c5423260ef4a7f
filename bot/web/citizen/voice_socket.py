"""`WS /api/voice`: a spoken talk in the browser."""

import asyncio
import json
import re
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from bot.conversations.calls.call import Call
from bot.web.citizen.chat import SESSION_ID
from bot.web.context import Context, socket_context
from bot.web.errors import error_body
from bot.web.security import same_origin

router = APIRouter()
RATE = 16000  # Hz, both ways
_MAX_FRAME = 64 * 1024  # bytes: 2 s of sound; pages send some 40 ms
_MOST_UNSENT = 500  # messages; a page that takes nothing for so long is gone
_KEY = re.compile(r"[0-9*#]")


class PageLine:
    """A page, as a call sees it: messages wait in a queue, so that a slow page holds nobody up."""

    name = "page"
    rate = RATE
    lead_s = 0.3  # of sound that lies ready in the page: networks and browsers stutter
    continuous = False

    def __init__(self) -> None:
        self._unsent: asyncio.Queue[bytes | str | None] = asyncio.Queue()

    def send(self, pcm: bytes) -> None:
        """Queue sound."""
        self._put(pcm)

    def drop(self) -> None:
        """The page throws its sound away when it is told that it was held or interrupted."""

    def tell(self, event: dict[str, Any]) -> None:
        """Queue an event."""
        self._put(json.dumps(event, ensure_ascii=False))

    def transfer(self) -> None:
        """The conversation stays on the page; an agent writes there."""

    def hang_up(self) -> None:
        """End after what is queued."""
        self._put(None)

    async def deliver(self, websocket: WebSocket) -> None:
        """Send what is queued until the talk is over."""
        while True:
            message = await self._unsent.get()
            if message is None:
                await websocket.close()
                return
            if isinstance(message, bytes):
                await websocket.send_bytes(message)
            else:
                await websocket.send_text(message)

    def _put(self, message: bytes | str | None) -> None:
        if self._unsent.qsize() < _MOST_UNSENT:
            self._unsent.put_nowait(message)


@router.websocket("/api/voice")
async def voice_socket(websocket: WebSocket, session_id: str | None = None, rate: int = RATE) -> None:
    """Take PCM16 LE mono 16 kHz; send partial texts, the transcript, the replies and their sound."""
    shared = socket_context(websocket)
    refused = _refusal(shared, session_id, rate)
    if not same_origin(websocket):
        await websocket.close(4403)
        return
    await websocket.accept()
    if refused:
        await websocket.send_json({"type": "error", **error_body(*refused), "t_ms": 0})
        await websocket.close(4400)
        return
    await _talk(websocket, shared, session_id)


def _refusal(shared: Context, session_id: str | None, rate: int) -> tuple[str, str] | None:
    if shared.voice.model is None:
        return "no_ears", "没有语音识别模型，请打字。"
    if rate != RATE:
        return "bad_rate", f"声音要用 {RATE} Hz、16 位、单声道。"
    if session_id is not None and not re.match(SESSION_ID, session_id):
        return "bad_session", "会话编号不对。"
    if shared.calls.full:
        return "busy", "现在语音线路已满，请打字，或者稍后再试。"
    return None


async def _talk(websocket: WebSocket, shared: Context, session_id: str | None) -> None:
    line = PageLine()
    call = await shared.calls.open_page(line, session_id)
    sending = asyncio.create_task(line.deliver(websocket))
    try:
        line.tell({"type": "ready", "session_id": call.conversation_id, "t_ms": 0})
        call.start()
        while _took(await websocket.receive(), call):
            pass
        call.end()
        await sending
    except (WebSocketDisconnect, RuntimeError):  # the page is gone
        pass
    finally:
        shared.calls.close(call)
        sending.cancel()


def _took(message: dict[str, Any], call: Call) -> bool:
    """Handle one message; return whether the talk goes on."""
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect
    sound = message.get("bytes")
    if sound is not None:
        if 0 < len(sound) <= _MAX_FRAME and len(sound) % 2 == 0:
            call.hear(sound)
        return True
    try:
        asked = json.loads(message.get("text") or "")
        kind, key = asked.get("type"), str(asked.get("key"))
    except (ValueError, AttributeError):
        return True
    if kind == "stop_speaking":
        call.stop_speaking()
    if kind == "key" and _KEY.fullmatch(key):
        call.press(key)
    return bool(kind != "end")
