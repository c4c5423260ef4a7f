"""Pages of orders for agents and supervisors: `/orders`, `/orders/new`, `/orders/{number}` and its print."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from bot.business.orders.actor import actor_of
from bot.business.orders.order import Kind
from bot.business.permissions import Permission
from bot.web.orders.api import PREFIX
from bot.web.orders.lists import GROUPS, Wanted, listed
from bot.web.orders.showing import Home, show_order, templates
from bot.web.staff.guard import Visit, page

router = APIRouter(prefix="/orders", include_in_schema=False)
Reader = Annotated[Visit, Depends(page(Permission.SEE_ORDERS))]
Registrar = Annotated[Visit, Depends(page(Permission.REGISTER_ORDERS))]
HOME = Home("/orders", PREFIX)


@router.get("", response_class=HTMLResponse)
async def shown(visit: Reader, asked: Wanted) -> Response:
    """Show the orders that are looked for."""
    services = visit.shared.services
    found = await listed(services, asked, GROUPS, actor_of(visit.staff))
    return visit.show(
        templates,
        "orders.html",
        422 if found.error else 200,
        found=found,
        asked=asked,
        groups=GROUPS,
        units=services.catalogue().units.values(),
        home=HOME,
    )


@router.get("/new", response_class=HTMLResponse)
async def new(visit: Registrar) -> Response:
    """Show the form for a new order."""
    return visit.show(templates, "new.html", kinds=list(Kind), home=HOME)


@router.get("/{number}", response_class=HTMLResponse)
async def one(visit: Reader, number: str) -> Response:
    """Show an order."""
    return await show_order(visit, number, HOME)


@router.get("/{number}/print", response_class=HTMLResponse)
async def printed(visit: Reader, number: str) -> Response:
    """Show an order for paper."""
    return await show_order(visit, number, HOME, "print.html")
