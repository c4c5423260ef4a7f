"""What an agent does with talks: `/api/agent/queue`, `/api/agent/handoffs/…`."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from bot.business.errors import AlreadyClaimed, Invalid, NotFound
from bot.business.handoff import Handoff, HandoffReason
from bot.business.permissions import Permission
from bot.business.queueing.closing import CloseReason
from bot.business.queueing.groups import Group
from bot.business.queueing.priority import in_order
from bot.business.staff import Staff
from bot.business.text import clean
from bot.conversations.views import turn_view
from bot.web.agent.views import handoff_view, staff_turn_view
from bot.web.context import Context, context
from bot.web.staff.guard import allowed

router = APIRouter(prefix="/api/agent", tags=["agent"])
Shared = Annotated[Context, Depends(context)]
Reader = Annotated[Staff, Depends(allowed(Permission.SEE_QUEUE))]
Agent = Annotated[Staff, Depends(allowed(Permission.TALK))]
Lead = Annotated[Staff, Depends(allowed(Permission.SUPERVISE))]
_TRIES = 5  # the next one may be taken while we reach for it


class Words(BaseModel):
    """What an agent writes to a citizen."""

    text: str = Field(max_length=2000)
    client_id: str | None = Field(None, max_length=64)


class Back(BaseModel):
    """What is noted when a talk is given back; with `tell` the citizen reads it, too."""

    note: str = Field("", max_length=500)
    tell: bool = False


class Close(BaseModel):
    """How a talk came to its end."""

    reason: CloseReason
    note: str = Field("", max_length=500)


class Move(BaseModel):
    """To whom a talk goes: a group or an agent, and why."""

    group: Group | None = None
    agent: str | None = Field(None, max_length=64)
    why: str = Field("", max_length=500)

    def target(self) -> Group | str:
        """Return where it goes. Raises Invalid for none or both."""
        if (self.group is None) == (not self.agent):
            raise Invalid("agent", "请选一个技能组或者一位坐席。")
        return self.group or self.agent or ""


@router.get("/queue", summary="等待人工的会话和我接待的会话")
async def queue(shared: Shared, agent: Reader) -> dict[str, Any]:
    """Return who waits, the next one first, and who this agent talks to."""
    handoffs = shared.services.handoffs
    waiting = await run_sync(handoffs.waiting)
    mine = await run_sync(handoffs.active, agent.username)
    return {
        "waiting": [handoff_view(each) for each in waiting],
        "mine": [handoff_view(each) for each in mine],
    }


@router.post("/handoffs/next", summary="接下一位")
async def claim_next(shared: Shared, agent: Agent) -> dict[str, Any]:
    """Take an emergency, else who waits first for this agent's groups, else for any. Callers are put through by the exchange."""
    for _ in range(_TRIES):
        handoff = await run_sync(lambda: _next(shared, agent))
        try:
            return {"handoff": handoff_view(await shared.desk.claim(handoff.id, agent))}
        except AlreadyClaimed:
            continue
    raise AlreadyClaimed("already_claimed", "大家都在接，刚才几位都被接走了，请再试一次。")


def _next(shared: Context, agent: Staff) -> Handoff:
    waiting = [each for each in in_order(shared.services.handoffs.waiting()) if not each.by_phone]
    if not waiting:
        raise NotFound("nobody_waits", "现在没有人在等。")
    return min(waiting, key=lambda each: (not _urgent(each), each.group not in agent.groups))


def _urgent(handoff: Handoff) -> bool:
    return handoff.reason is HandoffReason.EMERGENCY


@router.post("/handoffs/{handoff_id}/claim", summary="接入")
async def claim(handoff_id: str, shared: Shared, agent: Agent) -> dict[str, Any]:
    """Take a waiting conversation."""
    return {"handoff": handoff_view(await shared.desk.claim(handoff_id, agent))}


@router.post("/handoffs/{handoff_id}/say", summary="对市民说")
async def say(handoff_id: str, words: Words, shared: Shared, agent: Agent) -> dict[str, Any]:
    """Write to the citizen; the same `client_id` is said once."""
    text = clean(words.text)
    if not text:
        raise Invalid("text", "请输入要说的话。")
    turn = await shared.desk.say(handoff_id, agent, text, words.client_id)
    return {"turn": staff_turn_view(turn_view(turn))}


@router.post("/handoffs/{handoff_id}/end", summary="结束并交回小政")
async def end(handoff_id: str, back: Back, shared: Shared, agent: Agent) -> dict[str, Any]:
    """End the talk; the robot answers again."""
    return {"handoff": handoff_view(await shared.desk.end(handoff_id, agent, clean(back.note), back.tell))}


@router.post("/handoffs/{handoff_id}/close", summary="结束会话，写明结果")
async def close(handoff_id: str, how: Close, shared: Shared, agent: Agent) -> dict[str, Any]:
    """End the talk and the conversation."""
    return {"handoff": handoff_view(await shared.desk.close(handoff_id, agent, how.reason, clean(how.note)))}


@router.post("/handoffs/{handoff_id}/transfer", summary="转给别的组或坐席")
async def transfer(handoff_id: str, move: Move, shared: Shared, agent: Agent) -> dict[str, Any]:
    """Hand one's own talk on."""
    moved = await shared.desk.transfer(handoff_id, agent, move.target(), clean(move.why))
    return {"handoff": handoff_view(moved)}


@router.post("/handoffs/{handoff_id}/pull", summary="班长调派会话")
async def pull(handoff_id: str, move: Move, shared: Shared, lead: Lead) -> dict[str, Any]:
    """Give anybody's talk to a group or an agent."""
    return {"handoff": handoff_view(await shared.desk.pull(handoff_id, lead, move.target(), clean(move.why)))}
