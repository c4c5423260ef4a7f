"""The desk: `/agent`."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from bot.business.orders.order import Kind
from bot.business.permissions import Permission
from bot.business.queueing.canned import VARIABLES
from bot.business.queueing.closing import CloseReason
from bot.business.queueing.groups import Group
from bot.business.queueing.presence import PresenceState
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit, page

router = APIRouter(prefix="/agent", include_in_schema=False)
templates = templates_in(__file__)
_CHOICES = {
    "groups": tuple(Group),
    "states": tuple(PresenceState),
    "reasons": tuple(CloseReason),
    "kinds": tuple(Kind),
    "variables": VARIABLES,
}


@router.get("", response_class=HTMLResponse)
async def desk(visit: Annotated[Visit, Depends(page(Permission.SEE_QUEUE))]) -> Response:
    """Show the desk."""
    return visit.show(templates, "desk.html", **_CHOICES)
