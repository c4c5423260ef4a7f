"""`POST /open311/v2/requests`: who has a key reports something; and whatever is no address of ours."""

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, HTTPException, Request

from bot.business import order_number
from bot.business.api_key import ApiKey
from bot.business.audit import Actor
from bot.business.errors import TooManyAttempts
from bot.web.context import Context, context
from bot.web.open311.answering import answering, check_pace, form_of, limits
from bot.web.open311.formats import Answer
from bot.web.staff.guard import address

router = APIRouter(prefix="/open311/v2", tags=["open311"])
Shared = Annotated[Context, Depends(context)]
_ROLE = "api_key"
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@router.post("/requests.xml", include_in_schema=False)
@router.post("/requests.json", include_in_schema=False)
@router.post("/requests", summary="Open311：提交一件事，要有 api_key")
@answering
async def report(request: Request, shared: Shared) -> Answer:
    """Open an order, or return the one that was opened by the same report within a day."""
    check_pace(limits(request).reports, address(request))
    form = await form_of(request)
    key = await run_sync(shared.services.open311.key, form.get("api_key", ""), _stranger(request))
    by = Actor(key.name, _ROLE, address(request))
    await _check_key_pace(request, shared, key, by)
    given = request.headers.get("idempotency-key")
    reported = await run_sync(shared.services.open311.report, form, key, given, by)
    number = reported.order.number
    notice = f"已登记，工单号 {order_number.grouped(number)}。查进度请拨打 12345，报工单号和电话后四位。"
    told = {"service_request_id": number, "service_notice": notice, "account_id": None}
    return Answer("service_requests", [told])


@router.api_route("/{path:path}", methods=_METHODS, include_in_schema=False)
@answering
async def no_such_address(request: Request, path: str) -> Answer:
    """Refuse what is no address of the interface, or not in this way."""
    raise HTTPException(404 if request.method in ("GET", "POST") else 405)


async def _check_key_pace(request: Request, shared: Context, key: ApiKey, by: Actor) -> None:
    try:
        check_pace(limits(request).keys, key.id)
    except TooManyAttempts as error:
        refused = shared.services.audit.refused
        await run_sync(refused, by, "open311_report", "address", "POST /open311/v2/requests", error.message)
        raise


def _stranger(request: Request) -> Actor:
    return Actor("", _ROLE, address(request))
