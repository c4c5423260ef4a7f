"""Promised calls: `/api/agent/callbacks…`."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from pydantic import AwareDatetime, BaseModel, Field

from bot.business.audit import checked_reason
from bot.business.errors import Invalid
from bot.business.permissions import Permission
from bot.business.privacy import mask_phone, mask_text
from bot.business.queueing.callback_request import CallbackRequest
from bot.business.staff import Staff
from bot.web.agent.reading import readable
from bot.web.agent.talk_context import number_of
from bot.web.context import Context, context
from bot.web.staff.guard import actor, allowed
from bot.web.staff.unmask import Reason

router = APIRouter(prefix="/api/agent/callbacks", tags=["agent"])
Shared = Annotated[Context, Depends(context)]
Reader = Annotated[Staff, Depends(allowed(Permission.SEE_QUEUE))]
Agent = Annotated[Staff, Depends(allowed(Permission.TALK))]
Unmasker = Annotated[Staff, Depends(allowed(Permission.UNMASK_NUMBERS))]


class Promise(BaseModel):
    """A call that an agent promises; without `phone` the number of the talk is called."""

    conversation_id: str = Field(max_length=64)
    phone: str = Field("", max_length=40)
    wanted_from: AwareDatetime
    wanted_to: AwareDatetime
    about: str = Field("", max_length=2000)
    client_id: str = Field(min_length=8, max_length=64, description="防重复：重发时用同一个")


class Result(BaseModel):
    """What came of a call."""

    note: str = Field("", max_length=2000)


class Later(Result):
    """When to try again."""

    wanted_from: AwareDatetime
    wanted_to: AwareDatetime


@router.get("", summary="待回电")
async def listed(shared: Shared, staff: Reader) -> dict[str, Any]:
    """Return the promised calls that nobody made yet, and the times that can be promised."""
    open_ones = await run_sync(shared.services.callbacks.list)
    times = await run_sync(shared.services.callbacks.times)
    return {"callbacks": [_view(each) for each in open_ones], "times": [each.as_dict() for each in times]}


@router.post("", summary="约定回电")
async def promise(new: Promise, request: Request, shared: Shared, staff: Agent) -> dict[str, Any]:
    """Promise a call; the same `client_id` is one promise."""
    talk = await readable(request, shared, staff, new.conversation_id)
    number = new.phone.strip() or await run_sync(number_of, shared.services, talk)
    if not number:
        raise Invalid("phone", "会话里没有电话号码，请填写。")
    promised = await run_sync(
        lambda: shared.services.callbacks.request(
            number,
            new.wanted_from,
            new.wanted_to,
            new.about,
            f"{staff.username}:{new.client_id}",
            talk.id,
        )
    )
    return {"callback": _view(promised)}


@router.post("/{id}/claim", summary="领取回电")
async def claim(id: str, shared: Shared, staff: Agent) -> dict[str, Any]:
    """Take a promised call."""
    return {"callback": _view(await run_sync(shared.services.callbacks.claim, id, staff.username))}


@router.post("/{id}/release", summary="放回待回电")
async def release(id: str, shared: Shared, staff: Agent) -> dict[str, Any]:
    """Give it back to all."""
    return {"callback": _view(await run_sync(shared.services.callbacks.release, id, staff.username))}


@router.post("/{id}/done", summary="已回电，写明结果")
async def done(id: str, result: Result, shared: Shared, staff: Agent) -> dict[str, Any]:
    """Note what came of it."""
    made = await run_sync(shared.services.callbacks.done, id, staff.username, result.note)
    return {"callback": _view(made)}


@router.post("/{id}/again", summary="没有打通，改时间再打")
async def again(id: str, later: Later, shared: Shared, staff: Agent) -> dict[str, Any]:
    """Note that nobody was reached."""
    moved = await run_sync(
        lambda: shared.services.callbacks.try_again(
            id, staff.username, later.wanted_from, later.wanted_to, later.note
        )
    )
    return {"callback": _view(moved)}


@router.post("/{id}/reveal-phone", summary="查看回电号码（写明原因，留记录）")
async def reveal(id: str, why: Reason, request: Request, shared: Shared, staff: Unmasker) -> dict[str, Any]:
    """Return the number to call; who saw it and why is noted before."""
    reason = checked_reason(why.reason)
    found = await run_sync(shared.services.callbacks.get, id)
    by = actor(request, staff)
    await run_sync(shared.services.audit.did, by, "phone_unmasked", "callback", id, reason)
    return {"phone": found.phone}


def _view(request: CallbackRequest) -> dict[str, Any]:
    return {
        "id": request.id,
        "conversation_id": request.conversation_id,
        "number": mask_phone(request.phone),
        "from": request.wanted_from.isoformat(),
        "to": request.wanted_to.isoformat(),
        "group_label": request.group.label,
        "about": mask_text(request.about),
        "status_label": request.status.label,
        "agent": request.agent,
        "tries": request.tries,
        "note": mask_text(request.note),
    }
