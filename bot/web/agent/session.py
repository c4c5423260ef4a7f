"""Who is logged in: a signed cookie, and a token that proves that a change comes from our own page."""

import hashlib
import hmac
import secrets
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import Depends, HTTPException, Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import HTTPConnection

from bot.business.staff import Staff
from bot.web.context import Context, context
from bot.web.security import same_origin

COOKIE = "hotline_staff"
_VISITOR = "hotline_visitor"  # ties the login form to one browser
_HOURS = 12  # a shift; then one logs in again


def log_in(response: Response, shared: Context, staff: Staff) -> None:
    """Give the browser a session for `staff`."""
    value = shared.signer.dumps({"staff": staff.id, "nonce": secrets.token_hex(8)})
    _set(response, shared, COOKIE, value, _HOURS * 3600)


def log_out(response: Response) -> None:
    """Take the session from the browser."""
    response.delete_cookie(COOKIE, path="/")


def visitor(request: Request) -> str:
    """Return the mark of this browser, a new one if it has none."""
    return request.cookies.get(_VISITOR) or secrets.token_urlsafe(16)


def mark_visitor(response: Response, shared: Context, mark: str) -> None:
    """Let the browser keep its mark."""
    _set(response, shared, _VISITOR, mark, 3600)


def visitor_token(shared: Context, mark: str) -> str:
    """Return the token for the login form in the browser with this mark."""
    return _token(shared.signer, mark)


def visitor_token_holds(request: Request, shared: Context, token: str) -> bool:
    """Return whether the login form that is sent back was made for this browser."""
    value = request.cookies.get(_VISITOR, "")
    return bool(value) and same_origin(request) and hmac.compare_digest(token, _token(shared.signer, value))


def csrf_token(connection: HTTPConnection, shared: Context) -> str:
    """Return the token that this session's changes have to carry."""
    return _token(shared.signer, connection.cookies.get(COOKIE, ""))


async def staff_of(connection: HTTPConnection, shared: Context) -> Staff | None:
    """Return who is logged in, or None; who was made inactive is logged out at once."""
    try:
        held = shared.signer.loads(connection.cookies.get(COOKIE, ""), max_age=_HOURS * 3600)
    except BadSignature:
        return None
    staff = await run_sync(lambda: shared.services.staff.get(str(held["staff"])))
    return staff if staff and staff.active else None


async def logged_in(request: Request, shared: Annotated[Context, Depends(context)]) -> Staff:
    """Return who is logged in; a FastAPI dependency. Changes also need the session's token."""
    staff = await staff_of(request, shared)
    if staff is None:
        raise HTTPException(401)
    if request.method not in ("GET", "HEAD"):
        token = request.headers.get("x-csrf-token", "")
        if not same_origin(request) or not hmac.compare_digest(token, csrf_token(request, shared)):
            raise HTTPException(403)
    return staff


def _token(signer: URLSafeTimedSerializer, value: str) -> str:
    key = hashlib.sha256(b"csrf" + signer.secret_key).digest()
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def _set(response: Response, shared: Context, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        httponly=True,
        samesite="strict",
        secure=shared.settings.secure_cookies,
        path="/",
    )
