"""One's own password: `/staff/password`. Who has one given by somebody else comes here first."""

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bot.business.errors import BusinessError
from bot.business.passwords import MIN_PASSWORD
from bot.web.staff import frame, session
from bot.web.staff.guard import Visit, address, check_form, visit

router = APIRouter(prefix="/staff", include_in_schema=False)
Visitor = Annotated[Visit, Depends(visit)]
Field = Annotated[str, Form(max_length=256)]


@router.get("/password", response_class=HTMLResponse)
async def shown(visiting: Visitor) -> Response:
    """Show the form."""
    return _form(visiting, "")


@router.post("/password", response_class=HTMLResponse)
async def change(
    visiting: Visitor, current: Field = "", new: Field = "", again: Field = "", csrf: Field = ""
) -> Response:
    """Change it, end all sessions but this one, and go on; or show the form again with the reason."""
    await check_form(visiting, csrf)
    if new != again:
        return _form(visiting, "两次输入的新密码不一样。")
    shared, where = visiting.shared, address(visiting.request)
    try:
        staff = await run_sync(shared.services.staff.change_password, visiting.staff.id, current, new, where)
    except BusinessError as error:
        return _form(visiting, error.message)
    response = RedirectResponse(frame.home(staff), 303)
    await session.log_in(response, shared, staff)
    return response


def _form(visiting: Visit, error: str) -> Response:
    status = 422 if error else 200
    return visiting.show(frame.templates, "password.html", status, error=error, least=MIN_PASSWORD)
