"""`/healthz`, `/readyz` and `/metrics`."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.web.context import Context, context

router = APIRouter(tags=["health"])
Shared = Annotated[Context, Depends(context)]


@router.get("/healthz", summary="进程是否活着")
async def alive() -> dict[str, str]:
    """Answer as long as this process can."""
    return {"status": "ok"}


@router.get("/readyz", summary="各部分的状态")
async def ready(response: Response, shared: Shared) -> dict[str, Any]:
    """Return the state of each part; 503 when a citizen can't be served at all, which only the database decides."""
    database = await run_sync(_database_ok, shared)
    robot = await shared.rasa.ready()
    parts = {
        "database": "ok" if database else "down",
        "robot": "ok" if robot else "down",
        "ears": shared.voice.ears,
        "mouth": "ok" if shared.voice.speaks else "off",
    }
    response.status_code = 200 if database else 503
    state = "ok" if database and robot else "degraded" if database else "down"
    return {"status": state, "parts": parts}


@router.get("/metrics", include_in_schema=False)
async def metrics(shared: Shared) -> Response:
    """Return the counters for Prometheus; they hold no personal data."""
    found = generate_latest() + generate_latest(shared.calls.measures.registry)
    return Response(found, media_type=CONTENT_TYPE_LATEST)


def _database_ok(shared: Context) -> bool:
    return shared.services.database.check()
