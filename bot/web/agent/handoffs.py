"""The staff's queue and talks: `/api/agent/queue`, `/api/agent/handoffs/…`, `/api/agent/events`."""

import asyncio
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field

from bot.bootstrap import Services
from bot.business.conversation import Speaker
from bot.business.errors import Invalid, NotFound
from bot.business.handoff import Handoff
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.business.text import clean
from bot.conversations.events import STAFF
from bot.conversations.views import turn_view
from bot.web.agent.views import handoff_view, order_view
from bot.web.context import Context, context, socket_context
from bot.web.staff.guard import allowed, socket_staff

router = APIRouter(prefix="/api/agent", tags=["agent"])
Shared = Annotated[Context, Depends(context)]
Reader = Annotated[Staff, Depends(allowed(Permission.SEE_QUEUE))]
Agent = Annotated[Staff, Depends(allowed(Permission.TALK))]


class Words(BaseModel):
    """What an agent writes to a citizen."""

    text: str = Field(max_length=2000)
    client_id: str | None = Field(None, max_length=64)


class Note(BaseModel):
    """Why or how a talk was ended."""

    note: str = Field("", max_length=500)


@router.get("/queue", summary="等待人工的会话和我接待的会话")
async def queue(shared: Shared, agent: Reader) -> dict[str, Any]:
    """Return who waits, longest first, and who this agent talks to."""
    return await run_sync(lambda: _queue(shared.services, agent))


def _queue(services: Services, agent: Staff) -> dict[str, Any]:
    waiting = [
        handoff_view(handoff, position, _last_words(services, handoff))
        for position, handoff in enumerate(services.handoffs.waiting(), start=1)
    ]
    mine = [
        handoff_view(handoff, None, _last_words(services, handoff))
        for handoff in services.handoffs.active(agent.username)
    ]
    return {"waiting": waiting, "mine": mine}


def _last_words(services: Services, handoff: Handoff) -> str:
    turns = services.conversations.transcript(handoff.conversation_id)
    return next((turn.text for turn in reversed(turns) if turn.speaker is Speaker.CITIZEN), "")


@router.post("/handoffs/{handoff_id}/claim", summary="接入")
async def claim(handoff_id: str, shared: Shared, agent: Agent) -> dict[str, Any]:
    """Take a waiting conversation."""
    handoff = await shared.desk.claim(handoff_id, agent)
    return {"handoff": handoff_view(handoff, None, "")}


@router.post("/handoffs/{handoff_id}/say", summary="对市民说")
async def say(handoff_id: str, words: Words, shared: Shared, agent: Agent) -> dict[str, Any]:
    """Write to the citizen."""
    text = clean(words.text)
    if not text:
        raise Invalid("text", "请输入要说的话。")
    return {"turn": turn_view(await shared.desk.say(handoff_id, agent, text, words.client_id))}


@router.post("/handoffs/{handoff_id}/end", summary="结束并交回小政")
async def end(handoff_id: str, note: Note, shared: Shared, agent: Agent) -> dict[str, Any]:
    """End the talk; the robot answers again."""
    return {"handoff": handoff_view(await shared.desk.end(handoff_id, agent, clean(note.note)), None, "")}


@router.get("/conversations/{conversation_id}", summary="一段会话的全部内容")
async def conversation(conversation_id: str, shared: Shared, agent: Reader) -> dict[str, Any]:
    """Return what was said, and the orders opened in it."""
    return await run_sync(lambda: _conversation(shared.services, conversation_id))


def _conversation(services: Services, conversation_id: str) -> dict[str, Any]:
    found = services.conversations.get(conversation_id)
    if found is None:
        raise NotFound("session_unknown", "没有这个会话。")
    shown = {"id": found.id, "channel": found.channel.value, "owner": found.owner.value}
    return {
        "conversation": {**shown, "created_at": found.created_at.isoformat()},
        "turns": [turn_view(turn) for turn in services.conversations.transcript(conversation_id)],
        "orders": [order_view(order) for order in services.work_orders.for_conversation(conversation_id)],
    }


@router.websocket("/events")
async def events(websocket: WebSocket) -> None:
    """Push what happens in all conversations to a logged-in agent's page."""
    shared = socket_context(websocket)
    if await socket_staff(websocket, Permission.SEE_QUEUE) is None:
        await websocket.close(4401)
        return
    await websocket.accept()
    async with shared.hub.subscribe(STAFF) as happening:
        pushing = asyncio.create_task(_push(websocket, happening))
        try:
            while True:
                await websocket.receive_text()
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            pushing.cancel()


async def _push(websocket: WebSocket, happening: "asyncio.Queue[dict[str, Any]]") -> None:
    while True:
        event = await happening.get()
        if event["type"] == "lost":
            await websocket.close(4408)
            return
        await websocket.send_json(event)
