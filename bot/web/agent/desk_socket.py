"""`WS /api/agent/events`: what a desk has to know at once."""

import asyncio
import contextlib
import json
import time
from typing import Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from bot.business.audit import Actor
from bot.business.errors import BusinessError, NotAllowed
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.web.agent.seats import Seat, packed
from bot.web.context import Context, socket_context
from bot.web.staff.guard import socket_staff

router = APIRouter()
BEAT_S = 15.0  # the page answers each; browsers slow down clocks of pages in the background, but not messages
_CHECKED_EVERY = 4  # beats
_SEEN_S = 8.0  # less often than this an agent's life isn't written
_LONGEST = 4096
_MOST_WATCHED = 20
_PING = packed({"type": "ping"})


@router.websocket("/api/agent/events")
async def events(websocket: WebSocket) -> None:
    """Push the queue, what is said in watched talks, and what was given to this agent or taken from them.

    The page sends `{"type": "watch", "conversations": [ids]}` and answers `ping` with `{"type": "alive"}`.
    """
    shared = socket_context(websocket)
    staff = await socket_staff(websocket, Permission.SEE_QUEUE)
    if staff is None:
        await websocket.close(4401)
        return
    await websocket.accept()
    with shared.board.seat(staff) as seat:
        tasks = [asyncio.create_task(_push(websocket, seat)), asyncio.create_task(_beat(websocket, seat))]
        try:
            await _Page(websocket, shared, seat).listen()
        except (WebSocketDisconnect, RuntimeError):  # RuntimeError: the pushing side closed it
            pass
        finally:
            for task in tasks:
                task.cancel()


async def _push(websocket: WebSocket, seat: Seat) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while (message := await seat.outbox.get()) is not None:
            await websocket.send_text(message)
        await websocket.close(4408)  # too slow: come back and catch up


async def _beat(websocket: WebSocket, seat: Seat) -> None:
    beats = 0
    while True:
        await asyncio.sleep(BEAT_S)
        beats += 1
        if beats % _CHECKED_EVERY == 0 and await socket_staff(websocket, Permission.SEE_QUEUE) is None:
            with contextlib.suppress(RuntimeError):
                await websocket.close(4401)
            return
        seat.send(_PING)


class _Page:
    """What the page tells us."""

    def __init__(self, websocket: WebSocket, shared: Context, seat: Seat) -> None:
        self._websocket, self._shared, self._seat = websocket, shared, seat
        self._seen_at = 0.0

    async def listen(self) -> None:
        while True:
            message = _read(await self._websocket.receive_text())
            if message.get("type") == "alive":
                await self._alive()
            elif message.get("type") == "watch":
                await self._watch(message.get("conversations"))

    async def _alive(self) -> None:
        if time.monotonic() - self._seen_at >= _SEEN_S:
            self._seen_at = time.monotonic()
            await run_sync(self._shared.services.presence.seen, self._seat.staff.username)

    async def _watch(self, wanted: Any) -> None:
        ids = [each for each in wanted if isinstance(each, str)] if isinstance(wanted, list) else []
        allowed = [id for id in ids[:_MOST_WATCHED] if await self._may_read(id)]
        self._seat.watched = set(allowed)
        self._seat.send(packed({"type": "watching", "conversations": allowed}))

    async def _may_read(self, id: str) -> bool:
        staff: Staff = self._seat.staff
        try:
            await run_sync(self._shared.services.desk_view.talk_for, staff, id[:64])
        except NotAllowed as error:
            client = self._websocket.client
            by = Actor(staff.username, staff.role.value, client.host if client else "")
            audit = self._shared.services.audit
            await run_sync(audit.refused, by, "foreign_talk", "conversation", id, error.message)
            return False
        except BusinessError:
            return False
        return True


def _read(raw: str) -> dict[str, Any]:
    """Return a message, an empty one for what is none."""
    try:
        message = json.loads(raw) if len(raw) <= _LONGEST else None
    except (ValueError, RecursionError):
        message = None
    return message if isinstance(message, dict) else {}
