"""Who is logged in: a signed cookie, and a token that proves that a change comes from our own page."""

import hashlib
import hmac
import secrets

from anyio.to_thread import run_sync
from fastapi import Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import HTTPConnection

from bot.business.staff import Staff
from bot.web.context import Context
from bot.web.security import same_origin

COOKIE = "hotline_staff"
_VISITOR = "hotline_visitor"  # ties the login form to one browser
_HOURS = 12  # a shift; then one logs in again


async def log_in(response: Response, shared: Context, staff: Staff) -> None:
    """Give the browser a session for `staff`; it ends with the password that they have now."""
    held = await run_sync(shared.services.staff.session, staff.id)
    mark = held[1] if held else ""
    value = shared.signer.dumps({"staff": staff.id, "mark": mark, "nonce": secrets.token_hex(8)})
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
    return bool(value) and same_origin(request) and _equal(token, _token(shared.signer, value))


def csrf_holds(request: Request, shared: Context, token: str) -> bool:
    """Return whether a change comes from a page of ours in this session."""
    return same_origin(request) and _equal(token, csrf_token(request, shared))


def csrf_token(connection: HTTPConnection, shared: Context) -> str:
    """Return the token that this session's changes have to carry."""
    return _token(shared.signer, connection.cookies.get(COOKIE, ""))


async def staff_of(connection: HTTPConnection, shared: Context) -> Staff | None:
    """Return who is logged in, or None: also after the account was closed or its password changed."""
    try:
        held = shared.signer.loads(connection.cookies.get(COOKIE, ""), max_age=_HOURS * 3600)
    except BadSignature:
        return None
    found = await run_sync(shared.services.staff.session, str(held["staff"]))
    if found is None or not found[0].active or not hmac.compare_digest(found[1], str(held.get("mark", ""))):
        return None
    return found[0]


def _equal(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), right.encode())


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
