"""Log in, log out."""

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bot.business.errors import BusinessError
from bot.business.text import clean
from bot.web.context import Context, context
from bot.web.staff import frame, session
from bot.web.staff.guard import LOGIN, Visit, address, check_form, visit

router = APIRouter(prefix="/agent", include_in_schema=False)
Shared = Annotated[Context, Depends(context)]


@router.get("/login", response_class=HTMLResponse)
async def login_form(request: Request, shared: Shared) -> Response:
    """Show the login form."""
    return _form(request, shared, "")


@router.post("/login", response_class=HTMLResponse)
async def login(
    request: Request,
    shared: Shared,
    username: Annotated[str, Form(max_length=64)] = "",
    password: Annotated[str, Form(max_length=256)] = "",
    csrf: Annotated[str, Form(max_length=128)] = "",
) -> Response:
    """Log in and go to the first page of this account, or show the form again with the reason."""
    if not session.visitor_token_holds(request, shared, csrf):
        return _form(request, shared, "页面已过期，请重新登录。")
    where = address(request)
    if not shared.logins.allows(where or "?"):
        return _form(request, shared, "登录太频繁，请过几分钟再试。")
    try:
        staff = await run_sync(shared.services.staff.authenticate, clean(username), password, where)
    except BusinessError as error:
        return _form(request, shared, error.message)
    response = RedirectResponse(frame.home(staff), 303)
    await session.log_in(response, shared, staff)
    return response


@router.post("/logout")
async def logout(
    visiting: Annotated[Visit, Depends(visit)], csrf: Annotated[str, Form(max_length=128)] = ""
) -> Response:
    """Log out."""
    await check_form(visiting, csrf)
    response = RedirectResponse(LOGIN, 303)
    session.log_out(response)
    return response


def _form(request: Request, shared: Context, error: str) -> Response:
    mark = session.visitor(request)
    shown = {"csrf": session.visitor_token(shared, mark), "error": error}
    status = 401 if error else 200
    response = frame.templates.TemplateResponse(request, "login.html", shown, status_code=status)
    session.mark_visitor(response, shared, mark)
    return response
