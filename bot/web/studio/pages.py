"""Where the studio begins."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from bot.business.permissions import Permission
from bot.web.staff.guard import Visit, page

router = APIRouter()


@router.get("/admin", include_in_schema=False)
async def begin(visit: Annotated[Visit, Depends(page(Permission.EDIT_KNOWLEDGE))]) -> Response:
    """Lead to the entries."""
    return RedirectResponse("/admin/faq", 303)
