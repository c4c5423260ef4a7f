"""What the exchange tells and asks: `POST /api/calls` before a call, `GET /api/calls/{uuid}/outcome` after it."""

import secrets
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Header, HTTPException
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field

from bot.business.calls.events import Outcome
from bot.web.context import Context, context

Shared = Annotated[Context, Depends(context)]


def exchange_only(shared: Shared, authorization: Annotated[str, Header()] = "") -> None:
    """Let in who shows the exchange's token."""
    given = authorization.removeprefix("Bearer ").encode()
    if not secrets.compare_digest(given, shared.calls_token.encode()):
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})


router = APIRouter(prefix="/api/calls", tags=["calls"], dependencies=[Depends(exchange_only)])


class Announcement(BaseModel):
    """A call that will come over AudioSocket."""

    uuid: str = Field(max_length=36)
    caller: str = Field("", max_length=32)


@router.post("", status_code=201, summary="来电之前登记：通话编号和主叫号码")
async def announce(body: Announcement, shared: Shared) -> dict[str, Any]:
    """Note a call; the same call announced twice is one call."""
    record = await run_sync(shared.services.calls.announce, body.uuid, body.caller)
    return {"uuid": record.id}


@router.get("/{uuid}/outcome", response_class=PlainTextResponse, summary="通话之后：agent、callback 或 done")
async def outcome(uuid: str, shared: Shared) -> str:
    """Return what the call came to; one that ended without an outcome needs a person."""
    record = await run_sync(shared.services.calls.get, uuid)
    return (record.outcome or Outcome.AGENT).value
