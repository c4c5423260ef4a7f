"""One talk on the desk: its words, notes, an agent's unsent words: `/api/agent/conversations/…`."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field

from bot.bootstrap import Services
from bot.business.conversation import Conversation
from bot.business.permissions import Permission
from bot.business.privacy import mask_text
from bot.business.queueing.desk_things import PrivateNote
from bot.business.staff import Staff
from bot.conversations.views import turn_view
from bot.web.agent.reading import readable
from bot.web.agent.views import handoff_view, staff_turn_view
from bot.web.context import Context, context
from bot.web.staff.guard import allowed

router = APIRouter(prefix="/api/agent/conversations/{conversation_id}", tags=["agent"])
Shared = Annotated[Context, Depends(context)]
Reader = Annotated[Staff, Depends(allowed(Permission.SEE_QUEUE))]
Agent = Annotated[Staff, Depends(allowed(Permission.TALK))]


class Text(BaseModel):
    """What somebody wrote."""

    text: str = Field("", max_length=4000)


@router.get("", summary="一段会话")
async def shown(conversation_id: str, request: Request, shared: Shared, staff: Reader) -> dict[str, Any]:
    """Return what was said, who has it now, and this agent's unsent words."""
    talk = await readable(request, shared, staff, conversation_id)
    return await run_sync(lambda: _shown(shared.services, talk, staff))


def _shown(services: Services, talk: Conversation, staff: Staff) -> dict[str, Any]:
    draft = services.desk_things.draft(staff.username, talk.id)
    handoff = services.handoffs.for_conversation(talk.id)
    about = {"id": talk.id, "channel": talk.channel.value, "owner": talk.owner.value, "agent": talk.agent}
    return {
        "conversation": {**about, "created_at": talk.created_at.isoformat()},
        "handoff": handoff_view(handoff) if handoff else None,
        "turns": _turns(services, talk.id, 0),
        "draft": draft.text if draft else "",
    }


@router.get("/turns", summary="会话里某一句以后的内容")
async def turns(
    conversation_id: str,
    request: Request,
    shared: Shared,
    staff: Reader,
    after: Annotated[int, Query(ge=0)] = 0,
) -> dict[str, Any]:
    """Return what a page missed."""
    talk = await readable(request, shared, staff, conversation_id)
    missed = await run_sync(lambda: _turns(shared.services, talk.id, after))
    return {"owner": talk.owner.value, "agent": talk.agent, "turns": missed}


def _turns(services: Services, conversation_id: str, after: int) -> list[dict[str, Any]]:
    said = services.conversations.transcript(conversation_id, after)
    return [staff_turn_view(turn_view(turn)) for turn in said]


@router.put("/draft", summary="保存没有发出的话")
async def keep(
    conversation_id: str, words: Text, request: Request, shared: Shared, staff: Agent
) -> dict[str, bool]:
    """Keep what is typed; empty words forget it."""
    talk = await readable(request, shared, staff, conversation_id)
    await run_sync(shared.services.desk_things.save_draft, staff.username, talk.id, words.text)
    return {"kept": True}


@router.get("/notes", summary="内部备注")
async def notes(conversation_id: str, request: Request, shared: Shared, staff: Reader) -> dict[str, Any]:
    """Return what staff noted about a talk."""
    talk = await readable(request, shared, staff, conversation_id)
    found = await run_sync(shared.services.desk_things.notes, talk.id)
    return {"notes": [_note(each) for each in found]}


@router.post("/notes", summary="写内部备注")
async def note(
    conversation_id: str, words: Text, request: Request, shared: Shared, staff: Agent
) -> dict[str, Any]:
    """Write a note that citizens never see."""
    talk = await readable(request, shared, staff, conversation_id)
    written = await run_sync(shared.services.desk_things.add_note, talk.id, staff.username, words.text)
    return {"note": _note(written)}


def _note(note: PrivateNote) -> dict[str, Any]:
    return {"id": note.id, "at": note.at.isoformat(), "author": note.author, "text": mask_text(note.text)}
