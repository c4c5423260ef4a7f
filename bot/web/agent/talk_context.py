"""What an agent should know about a talk: what 小政 told and asked, the caller's past, an order half filled in."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request

from bot.bootstrap import Services
from bot.business import phone
from bot.business.audit import checked_reason
from bot.business.conversation import Channel, Conversation, Speaker
from bot.business.errors import Invalid
from bot.business.orders.order import WorkOrder
from bot.business.orders.states import OPEN
from bot.business.permissions import Permission
from bot.business.privacy import mask_phone, mask_text
from bot.business.queueing.desk_view import EarlierTalk
from bot.business.staff import Role, Staff
from bot.conversations.rasa_client import RasaUnavailable
from bot.knowledge.reader import KnowledgeError
from bot.web.agent.call_views import STATES
from bot.web.agent.reading import readable
from bot.web.agent.talk_summary import asked, filled, form, told
from bot.web.agent.views import order_view
from bot.web.context import Context, context
from bot.web.staff.guard import actor, allowed
from bot.web.staff.unmask import Reason

router = APIRouter(prefix="/api/agent/conversations/{conversation_id}", tags=["agent"])
Shared = Annotated[Context, Depends(context)]
Reader = Annotated[Staff, Depends(allowed(Permission.SEE_QUEUE))]
Unmasker = Annotated[Staff, Depends(allowed(Permission.UNMASK_NUMBERS))]


@router.get("/context", summary="小政说过什么、来电人的往来、填了一半的工单")
async def shown(conversation_id: str, request: Request, shared: Shared, staff: Reader) -> dict[str, Any]:
    """Return what helps with a talk."""
    talk = await readable(request, shared, staff, conversation_id)
    slots = await _slots(shared, talk.id)
    call = next((each for each in shared.calls.live.values() if each.conversation_id == talk.id), None)
    found = await run_sync(lambda: _context(shared.services, talk, slots, staff.role))
    return {**found, "call": STATES[call.session.state] if call else None}


@router.post("/reveal-phone", summary="查看来电号码（写明原因，留记录）")
async def reveal(
    conversation_id: str, why: Reason, request: Request, shared: Shared, staff: Unmasker
) -> dict[str, Any]:
    """Return the number of who calls, or that they left; who saw it and why is noted before."""
    talk = await readable(request, shared, staff, conversation_id)
    reason = checked_reason(why.reason)
    number = await run_sync(number_of, shared.services, talk)
    if number is None:
        raise Invalid("phone", "这个会话里没有电话号码。")
    by = actor(request, staff)
    await run_sync(shared.services.audit.did, by, "phone_unmasked", "conversation", talk.id, reason)
    return {"phone": number}


def number_of(services: Services, talk: Conversation) -> str | None:
    """Return the number of who calls, else the last one that the citizen said."""
    if talk.caller:
        return talk.caller
    turns = services.conversations.transcript(talk.id)
    said = (phone.find(turn.text) for turn in reversed(turns) if turn.speaker is Speaker.CITIZEN)
    return next((each for each in said if each), None)


async def _slots(shared: Context, conversation_id: str) -> dict[str, Any]:
    try:
        return await shared.rasa.slots(conversation_id)
    except RasaUnavailable:  # the rest of the page doesn't need it
        return {}


def _context(services: Services, talk: Conversation, slots: dict[str, Any], role: Role) -> dict[str, Any]:
    turns = services.conversations.transcript(talk.id)
    number = number_of(services, talk)
    handoff = services.handoffs.for_conversation(talk.id)
    caller = services.desk_view.caller_hash(talk)
    of_caller = [each for each in services.work_orders.for_caller(caller) if each.status in OPEN]
    orders = {each.number: each for each in (*services.work_orders.for_conversation(talk.id), *of_caller)}
    return {
        "channel": talk.channel.value,
        "by_phone": talk.channel is Channel.PHONE,
        "number": mask_phone(number) if number else None,
        "reason": handoff.reason.label if handoff else None,
        "summary": mask_text(handoff.summary) if handoff else "",
        "topics": told(turns),
        "asked": asked(turns),
        "slots": filled(slots),
        "earlier": [_earlier(services, each) for each in services.desk_view.earlier(talk)],
        "orders": [_order(each, role) for each in orders.values()],
        "form": form(slots, turns, number),
    }


def _earlier(services: Services, earlier: EarlierTalk) -> dict[str, Any]:
    try:
        topics = services.knowledge.current().topics
    except KnowledgeError:
        topics = {}
    talk = earlier.conversation
    return {
        "id": talk.id,
        "at": talk.created_at.isoformat(),
        "channel": talk.channel.value,
        "topics": [topics[id].title for id in earlier.topics if id in topics],
        "last_words": mask_text(earlier.last_words)[:60],
    }


def _order(order: WorkOrder, role: Role) -> dict[str, Any]:
    return {**order_view(order, role), "open": order.status in OPEN}
