"""What goes on just now, for the page that asks every two seconds: `/api/supervisor/live`."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends

from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.business.statistics.live import AgentNow, GroupQueue, Live
from bot.web.context import Context, context
from bot.web.staff.guard import allowed
from bot.web.supervisor.words import duration

router = APIRouter(prefix="/api/supervisor", tags=["supervisor"])
Shared = Annotated[Context, Depends(context)]
Lead = Annotated[Staff, Depends(allowed(Permission.SUPERVISE))]


@router.get("/live", summary="现在的通话、排队、坐席")
async def live(shared: Shared, lead: Lead) -> dict[str, Any]:
    """Return calls, queue by group, and agents with their talks."""
    return live_view(await run_sync(shared.services.statistics.live), shared)


def live_view(now: Live, shared: Context) -> dict[str, Any]:
    """Return the figures by the names of the places on the page, and the agents in their order."""
    going_on = len(shared.calls.live)
    waiting = sum(each.waiting for each in now.queue)
    oldest = min((each.oldest for each in now.queue if each.oldest is not None), default=None)
    states = [agent.state for agent in now.agents]
    figures = {
        "calls": str(going_on),
        "calls-free": str(max(0, shared.calls.most - going_on)),
        "waiting": str(waiting),
        "longest": duration((now.at - oldest).total_seconds()) if oldest else "—",
        "online": str(states.count("在线")),
        "away": str(states.count("小休")),
        "lost": str(states.count("失去联系")),
        "talks": str(sum(agent.talks for agent in now.agents)),
    }
    for each in now.queue:
        figures |= _group(each, now)
    return {"figures": figures, "agents": [_agent(agent) for agent in now.agents if agent.state != "离线"]}


def _group(queue: GroupQueue, now: Live) -> dict[str, str]:
    name = queue.group.value
    waited = duration((now.at - queue.oldest).total_seconds()) if queue.oldest else "—"
    return {f"{name}-waiting": str(queue.waiting), f"{name}-longest": waited}


def _agent(agent: AgentNow) -> dict[str, Any]:
    return {
        "username": agent.username,
        "name": agent.name,
        "state": agent.state,
        "talks": f"{agent.talks} / {agent.capacity}",
        "since": agent.since.isoformat(),
    }
