"""Calls for the staff: `/agent/calls` and `/api/agent/calls…`. Live for all; lists and recordings for who may hear."""

import logging
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from itsdangerous import BadSignature

from bot.bootstrap import Services
from bot.business.errors import NotFound
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.web.agent.call_views import access_view, call_view, live_view, transcript_view
from bot.web.context import Context, context
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit, actor, allowed, page

log = logging.getLogger(__name__)
pages = APIRouter(prefix="/agent/calls", include_in_schema=False)
api = APIRouter(prefix="/api/agent/calls", tags=["agent"])
templates = templates_in(__file__)
Shared = Annotated[Context, Depends(context)]
Agent = Annotated[Staff, Depends(allowed(Permission.SEE_CALLS))]
Hearer = Annotated[Staff, Depends(allowed(Permission.HEAR_RECORDINGS))]
_TICKET = "recording"  # what a ticket is signed for
_TICKET_S = 3600  # of listening; then the recording has to be opened, and noted, again


@pages.get("", response_class=HTMLResponse)
async def shown(visit: Annotated[Visit, Depends(page(Permission.SEE_CALLS))]) -> Response:
    """Show the page."""
    return visit.show(templates, "calls.html", recording_days=visit.shared.settings.recording_days)


@api.get("/live", summary="正在进行的通话、空余线路和应答速度")
async def live(shared: Shared, agent: Agent) -> dict[str, Any]:
    """Return what goes on just now; the page asks each second."""
    return live_view(shared.calls)


@api.get("", summary="最近的通话")
async def listed(shared: Shared, admin: Hearer) -> dict[str, Any]:
    """Return the latest calls, newest first."""
    records = await run_sync(shared.services.calls.latest)
    return {"calls": [call_view(record) for record in records]}


@api.get("/{id}", summary="一个通话的文字记录，和谁听过录音")
async def one(id: str, shared: Shared, admin: Hearer) -> dict[str, Any]:
    """Return a call, what was said in it, and who opened its recording."""
    return await run_sync(_one, shared.services, id)


def _one(services: Services, id: str) -> dict[str, Any]:
    record = services.calls.get(id)
    talk = record.conversation_id
    turns = services.conversations.transcript(talk) if talk else []
    accesses = services.calls.accesses(id)
    return {
        "call": call_view(record),
        "transcript": transcript_view(record, turns),
        "accesses": [access_view(each) for each in accesses],
    }


@api.post("/{id}/recording", summary="打开录音（留记录）")
async def open_recording(id: str, request: Request, shared: Shared, admin: Hearer) -> dict[str, Any]:
    """Note who opens the recording, and return where it can be heard for the next hour."""
    record = await run_sync(shared.services.calls.open_recording, id, admin)
    by = actor(request, admin)
    await run_sync(shared.services.audit.did, by, "recording_opened", "call", record.id)
    log.info("recording opened call=%s staff=%s", record.id, admin.username)
    ticket = shared.signer.dumps([record.id, admin.id], salt=_TICKET)
    accesses = await run_sync(shared.services.calls.accesses, id)
    return {
        "url": f"/api/agent/calls/{record.id}/recording?ticket={ticket}",
        "accesses": [access_view(each) for each in accesses],
    }


@api.get("/{id}/recording", summary="录音（立体声 WAV：左声道来电人，右声道小政）")
async def recording(id: str, ticket: str, shared: Shared, admin: Hearer) -> Response:
    """Return the sound, or the part that a player asks for. A ticket comes only with a noted opening."""
    if _in_ticket(shared, ticket) != [id, admin.id]:
        raise HTTPException(403)
    record = await run_sync(shared.services.calls.get, id)
    path = shared.settings.recordings / (record.recording or "-")
    if not await run_sync(path.is_file):
        raise NotFound("no_recording", "这个通话没有录音，或者录音已经过期删除。")
    return FileResponse(path, media_type="audio/wav", headers={"Cache-Control": "no-store"})


def _in_ticket(shared: Context, ticket: str) -> Any:
    try:
        return shared.signer.loads(ticket, max_age=_TICKET_S, salt=_TICKET)
    except BadSignature:
        return None


router = APIRouter()
router.include_router(pages)
router.include_router(api)
