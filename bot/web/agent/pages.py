"""The desk: `/agent`."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from bot.business.permissions import Permission
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit, page

router = APIRouter(prefix="/agent", include_in_schema=False)
templates = templates_in(__file__)


@router.get("", response_class=HTMLResponse)
async def desk(visit: Annotated[Visit, Depends(page(Permission.SEE_QUEUE))]) -> Response:
    """Show the desk."""
    return visit.show(templates, "desk.html")
