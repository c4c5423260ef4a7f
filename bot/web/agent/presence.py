"""Whether an agent is there: `/api/agent/presence`."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from pydantic import BaseModel

from bot.business.permissions import Permission
from bot.business.queueing.presence import PresenceState
from bot.business.staff import Staff
from bot.web.context import Context, context
from bot.web.staff.guard import allowed

router = APIRouter(prefix="/api/agent", tags=["agent"])
Shared = Annotated[Context, Depends(context)]
Agent = Annotated[Staff, Depends(allowed(Permission.TALK))]


class State(BaseModel):
    """What an agent says about being there."""

    state: PresenceState


@router.put("/presence", summary="在线、小休、离线")
async def there(told: State, shared: Shared, agent: Agent) -> dict[str, Any]:
    """Write it; who is online is given talks at once."""
    presence = await run_sync(shared.services.presence.set, agent.username, told.state)
    if presence.state is PresenceState.ONLINE:
        await shared.desk.assign_next()
    shared.board.refresh()
    return {"state": presence.state.value, "since": presence.since.isoformat()}
