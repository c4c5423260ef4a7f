"""Who gets in: `allowed(permission)` for the interface, `page(permission)` for pages, `socket_staff` for WebSockets."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, NoReturn

from anyio.to_thread import run_sync
from fastapi import Depends, HTTPException, Request, WebSocket
from fastapi.responses import RedirectResponse, Response
from fastapi.templating import Jinja2Templates

from bot.business.audit import Actor
from bot.business.errors import BusinessError, NotAllowed
from bot.business.permissions import Permission, check_may, may
from bot.business.staff import Staff
from bot.web.context import Context, context, socket_context
from bot.web.security import same_origin
from bot.web.staff import frame, session

LOGIN = "/agent/login"
PASSWORD = "/staff/password"  # noqa: S105 -- an address
Shared = Annotated[Context, Depends(context)]


@dataclass(frozen=True)
class Visit:
    """A member of staff who looks at a page."""

    request: Request
    shared: Context
    staff: Staff
    demo: bool = False  # the pages say that data is invented

    def show(self, templates: Jinja2Templates, name: str, status: int = 200, **values: Any) -> Response:
        """Return the page of a template that extends the frame's base."""
        csrf = session.csrf_token(self.request, self.shared)
        values |= frame.values(self.staff, self.request.url.path, csrf, self.demo)
        return templates.TemplateResponse(self.request, name, values, status_code=status)


async def logged_in(request: Request, shared: Shared) -> Staff:
    """Return who is logged in, whatever they may; a FastAPI dependency. Changes also need the session's token."""
    staff = await session.staff_of(request, shared)
    if staff is None:
        raise HTTPException(401)
    if request.method not in ("GET", "HEAD"):
        await _check_token(request, shared, staff, request.headers.get("x-csrf-token", ""))
    if staff.password_changed_at is None:
        raise NotAllowed("password_due", "请先修改别人给您的初始密码。")
    return staff


def allowed(permission: Permission) -> Callable[..., Awaitable[Staff]]:
    """Return the dependency of an interface that needs `permission`: who is logged in, or 401 or 403."""

    async def guarded(request: Request, shared: Shared) -> Staff:
        staff = await logged_in(request, shared)
        await _check(request, shared, staff, permission)
        return staff

    return guarded


async def visit(request: Request, shared: Shared) -> Visit:
    """Return the visit of whoever is logged in; others get the login form. A FastAPI dependency."""
    staff = await session.staff_of(request, shared)
    if staff is None:
        raise frame.Instead(RedirectResponse(LOGIN, 303))
    return Visit(request, shared, staff, await run_sync(shared.services.staff.has_demo))


def page(permission: Permission) -> Callable[..., Awaitable[Visit]]:
    """Return the dependency of a page that needs `permission`: a visit, or another page instead."""

    async def guarded(request: Request, shared: Shared) -> Visit:
        visiting = await visit(request, shared)
        if visiting.staff.password_changed_at is None:
            raise frame.Instead(RedirectResponse(PASSWORD, 303))
        try:
            await _check(request, shared, visiting.staff, permission)
        except NotAllowed as error:
            shown = visiting.show(frame.templates, "refused.html", 403, message=error.message)
            raise frame.Instead(shown) from error
        return visiting

    return guarded


async def check_form(visiting: Visit, csrf: str) -> None:
    """Raise NotAllowed, noted, when an HTML form doesn't come from a page of this session."""
    await _check_token(visiting.request, visiting.shared, visiting.staff, csrf)


async def socket_staff(websocket: WebSocket, permission: Permission) -> Staff | None:
    """Return who opens a WebSocket, or None when it has to be closed: strangers, foreign pages, no permission."""
    if not same_origin(websocket):
        return None
    staff = await session.staff_of(websocket, socket_context(websocket))
    known = staff is not None and staff.password_changed_at is not None
    return staff if known and staff and may(staff, permission) else None


def actor(request: Request, staff: Staff) -> Actor:
    """Return who does something here, for the audit log."""
    return Actor(staff.username, staff.role.value, address(request))


def address(request: Request) -> str:
    """Return the address of the browser."""
    return request.client.host if request.client else ""


async def refuse(
    request: Request, shared: Context, staff: Staff, action: str, kind: str, target: str, error: BusinessError
) -> NoReturn:
    """Note in the audit log that `staff` was refused something, then raise `error`."""
    by = actor(request, staff)
    await run_sync(shared.services.audit.refused, by, action, kind, target, error.message)
    raise error


async def _check(request: Request, shared: Context, staff: Staff, permission: Permission) -> None:
    try:
        check_may(staff, permission)
    except NotAllowed as error:
        await refuse(request, shared, staff, "permission", "address", _asked(request), error)


async def _check_token(request: Request, shared: Context, staff: Staff, token: str) -> None:
    if not session.csrf_holds(request, shared, token):
        error = NotAllowed("csrf", "页面已过期，请刷新后再试。")
        await refuse(request, shared, staff, "csrf", "address", _asked(request), error)


def _asked(request: Request) -> str:
    return f"{request.method} {request.url.path}"
