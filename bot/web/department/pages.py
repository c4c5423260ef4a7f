"""Pages of a unit's orders: `/department`, `/department/{number}` and its print."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from bot.business.orders.actor import actor_of
from bot.business.permissions import Permission
from bot.web.department.api import PREFIX
from bot.web.orders import showing
from bot.web.orders.lists import UNIT_GROUPS, Wanted, listed
from bot.web.orders.showing import Home, show_order
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit, page

templates = templates_in(__file__, showing.__file__)
router = APIRouter(prefix="/department", include_in_schema=False)
Member = Annotated[Visit, Depends(page(Permission.ACT_AS_DEPARTMENT))]
HOME = Home("/department", PREFIX)


@router.get("", response_class=HTMLResponse)
async def shown(visit: Member, asked: Wanted) -> Response:
    """Show the unit's orders by deadline; those that it has to work on unless something else is asked for."""
    services = visit.shared.services
    asked = asked.model_copy(update={"state": asked.state or "at_unit", "sort": "deadline", "unit": ""})
    found = await listed(services, asked, UNIT_GROUPS, actor_of(visit.staff))
    return visit.show(
        templates,
        "department.html",
        422 if found.error else 200,
        found=found,
        asked=asked,
        groups=UNIT_GROUPS,
        unit=services.unit_name(visit.staff.unit) or visit.staff.unit,
        home=HOME,
    )


@router.get("/{number}", response_class=HTMLResponse)
async def one(visit: Member, number: str) -> Response:
    """Show an order."""
    return await show_order(visit, number, HOME)


@router.get("/{number}/print", response_class=HTMLResponse)
async def printed(visit: Member, number: str) -> Response:
    """Show an order for paper."""
    return await show_order(visit, number, HOME, "print.html")
