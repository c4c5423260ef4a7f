"""What anybody may read: discovery, services, requests, tokens."""

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request

from bot.business.errors import NotFound
from bot.business.orders.open311 import definition, offered, service
from bot.web.context import Context, context
from bot.web.open311.answering import answering, check_pace, limits
from bot.web.open311.discovery import document
from bot.web.open311.formats import Answer, split
from bot.web.staff.guard import address

router = APIRouter(prefix="/open311/v2", tags=["open311"])
Shared = Annotated[Context, Depends(context)]


@router.get("/discovery.xml", include_in_schema=False)
@router.get("/discovery.json", include_in_schema=False)
@router.get("/discovery", summary="Open311：接口说明")
@answering
async def discovery(request: Request) -> Answer:
    """Return where the interface is."""
    _count(request)
    return Answer("discovery", document(request))


@router.get("/services.xml", include_in_schema=False)
@router.get("/services.json", include_in_schema=False)
@router.get("/services", summary="Open311：可以反映的事项")
@answering
async def services(request: Request, shared: Shared) -> Answer:
    """Return the matters that can be reported."""
    _count(request)
    catalogue = await run_sync(shared.services.catalogue)
    return Answer("services", [service(matter) for matter in offered(catalogue)])


@router.get("/services/{code}", summary="Open311：一个事项还可以填什么")
@answering
async def service_definition(request: Request, code: str, shared: Shared) -> Answer:
    """Return what else can be said about a matter."""
    _count(request)
    catalogue, wanted = await run_sync(shared.services.catalogue), split(code)[0]
    found = next((matter for matter in offered(catalogue) if matter.code == wanted), None)
    if found is None:
        raise NotFound("service_unknown", "没有这个 service_code，请先查 services。")
    return Answer("service_definition", definition(found))


@router.get("/requests.xml", include_in_schema=False)
@router.get("/requests.json", include_in_schema=False)
@router.get("/requests", summary="Open311：公开的工单，最多 90 天、1000 条")
@answering
async def requests(request: Request, shared: Shared) -> Answer:
    """Return the public orders that the parameters ask for."""
    _count(request)
    given = dict(request.query_params)
    return Answer("service_requests", await run_sync(shared.services.open311.search, given))


@router.get("/requests/{number}", summary="Open311：一张公开的工单")
@answering
async def one_request(request: Request, number: str, shared: Shared) -> Answer:
    """Return a public order."""
    _count(request)
    found = await run_sync(shared.services.open311.find, split(number)[0])
    return Answer("service_requests", [found])


@router.get("/tokens/{token}", summary="Open311：由 token 查工单号（本站两者相同）")
@answering
async def token(request: Request, token: str, shared: Shared) -> Answer:
    """Return the number of a public order; we give numbers at once, so that a token is the number."""
    _count(request)
    found = await run_sync(shared.services.open311.find, split(token)[0])
    number = found["service_request_id"]
    return Answer("service_requests", [{"service_request_id": number, "token": number}])


def _count(request: Request) -> None:
    check_pace(limits(request).reads, address(request))
