"""`WS /api/chat/{session_id}`: everything that happens in a conversation, as it happens."""

import asyncio
import json
import re
from typing import Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from bot.business.conversation import Channel
from bot.business.errors import BusinessError
from bot.web.citizen.chat import SESSION_ID
from bot.web.context import Context, socket_context
from bot.web.errors import error_body
from bot.web.security import MAX_BODY, same_origin

router = APIRouter()


@router.websocket("/api/chat/{session_id}")
async def chat_socket(websocket: WebSocket, session_id: str) -> None:
    """Push the conversation's events; take `{"type": "say", "text", "client_id"}`."""
    shared = socket_context(websocket)
    known = re.match(SESSION_ID, session_id) and await run_sync(
        lambda: shared.services.conversations.get(session_id)
    )
    if not same_origin(websocket) or not known:
        await websocket.close(4404 if same_origin(websocket) else 4403)
        return
    await websocket.accept()
    async with shared.hub.subscribe(session_id) as events:
        pushing = asyncio.create_task(_push(websocket, events))
        try:
            while True:
                await _take(websocket, shared, session_id, await websocket.receive_text())
        except (WebSocketDisconnect, RuntimeError):  # RuntimeError: the pushing side closed it
            pass
        finally:
            pushing.cancel()


async def _push(websocket: WebSocket, events: "asyncio.Queue[dict[str, Any]]") -> None:
    while True:
        event = await events.get()
        if event["type"] == "lost":  # too slow: come back and catch up
            await websocket.close(4408)
            return
        await websocket.send_json(event)


async def _take(websocket: WebSocket, shared: Context, session_id: str, raw: str) -> None:
    try:
        message = json.loads(raw) if len(raw) <= MAX_BODY else None
    except ValueError:
        message = None
    if (
        not isinstance(message, dict)
        or message.get("type") != "say"
        or not isinstance(message.get("text"), str)
    ):
        await _error(websocket, "bad_message", "这条消息的格式不对。")
    elif not shared.messages.allows(session_id):
        await _error(websocket, "too_fast", "您说得太快了，请稍等一下再试。")
    else:
        key = message.get("client_id")
        try:
            await shared.dialogue.say(
                session_id, message["text"], Channel.WEB, str(key)[:64] if key else None
            )
        except BusinessError as error:
            await _error(websocket, error.code, error.message)


async def _error(websocket: WebSocket, code: str, message: str) -> None:
    await websocket.send_json({"type": "error", **error_body(code, message)})
