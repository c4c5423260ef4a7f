"""The staff's pages: log in, the desk, log out."""

from pathlib import Path
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates

from bot.business.errors import BusinessError
from bot.web.agent import session
from bot.web.context import Context, context

router = APIRouter(prefix="/agent", include_in_schema=False)
templates = Jinja2Templates(Path(__file__).parent / "templates")
Shared = Annotated[Context, Depends(context)]


@router.get("", response_class=HTMLResponse)
async def desk(request: Request, shared: Shared) -> Response:
    """Show the desk, or the login form to who isn't logged in."""
    staff = await session.staff_of(request, shared)
    if staff is None:
        return RedirectResponse("/agent/login", 303)
    shown = {
        "staff_name": staff.display_name,
        "staff_role": staff.role.value,
        "csrf": session.csrf_token(request, shared),
    }
    return templates.TemplateResponse(request, "desk.html", shown)


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
    """Log in, or show the form again with the reason."""
    if not session.visitor_token_holds(request, shared, csrf):
        return _form(request, shared, "页面已过期，请重新登录。")
    if not shared.logins.allows(request.client.host if request.client else "?"):
        return _form(request, shared, "登录太频繁，请过几分钟再试。")
    try:
        staff = await run_sync(lambda: shared.services.staff.authenticate(username.strip(), password))
    except BusinessError as error:
        return _form(request, shared, error.message)
    response = RedirectResponse("/agent", 303)
    session.log_in(response, shared, staff)
    return response


@router.post("/logout")
async def logout(
    request: Request, shared: Shared, csrf: Annotated[str, Form(max_length=128)] = ""
) -> Response:
    """Log out."""
    if csrf != session.csrf_token(request, shared):
        raise HTTPException(403)
    response = RedirectResponse("/agent/login", 303)
    session.log_out(response)
    return response


def _form(request: Request, shared: Context, error: str) -> Response:
    mark = session.visitor(request)
    shown = {"csrf": session.visitor_token(shared, mark), "error": error}
    response = templates.TemplateResponse(request, "login.html", shown, status_code=401 if error else 200)
    session.mark_visitor(response, shared, mark)
    return response
