"""Errors as the interface tells them: `{"error": {"code", "message"}}`, the message in Chinese for people."""

import errno
import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.business.errors import AlreadyClaimed, BusinessError, Invalid, NotAllowed, NotFound, TooManyAttempts
from speech.errors import SpeechError

log = logging.getLogger(__name__)

_STATUS: tuple[tuple[type[BusinessError], int], ...] = (
    (Invalid, 422),
    (NotFound, 404),
    (AlreadyClaimed, 409),
    (NotAllowed, 403),
    (TooManyAttempts, 429),
)
_PLAIN = {
    401: ("not_logged_in", "请先登录。"),
    403: ("forbidden", "您没有这个权限。"),
    404: ("not_found", "没有找到。"),
    405: ("method_not_allowed", "这个地址不支持这样访问。"),
    413: ("too_large", "内容太大了。"),
    429: ("too_fast", "您说得太快了，请稍等一下再试。"),
    503: ("unavailable", "服务暂时不可用，请稍后再试。"),
}

_NO_ROOM = "系统的磁盘满了，刚才的没有存下来。请管理员腾出空间再试；着急的事请拨打 12345。"


def error_body(code: str, message: str, field: str | None = None) -> dict[str, dict[str, str]]:
    """Return the body of an error; `field` is the one that can't be taken."""
    return {"error": {"code": code, "message": message, **({"field": field} if field else {})}}


def status_of(error: BusinessError) -> int:
    """Return the HTTP status for an error of the business rules."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 400)


def install(app: FastAPI) -> None:
    """Make `app` answer every error in this form, without a trace of how it works inside."""

    @app.exception_handler(BusinessError)
    async def _business(request: Request, error: BusinessError) -> JSONResponse:
        field = error.field if isinstance(error, Invalid) else None
        return JSONResponse(error_body(error.code, error.message, field), status_of(error))

    @app.exception_handler(SpeechError)
    async def _speech(request: Request, error: SpeechError) -> JSONResponse:
        return JSONResponse(error_body(error.code, error.message), 503)

    @app.exception_handler(RequestValidationError)
    async def _request(request: Request, error: RequestValidationError) -> JSONResponse:
        where = ".".join(str(part) for part in error.errors()[0]["loc"] if part != "body")
        return JSONResponse(error_body("bad_request", f"请求的内容不对：{where or '不是 JSON'}"), 422)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        code, message = _PLAIN.get(error.status_code, ("error", "请求没有成功。"))
        return JSONResponse(error_body(code, message), error.status_code, headers=error.headers)

    @app.exception_handler(OSError)
    async def _system(request: Request, error: OSError) -> JSONResponse:
        if error.errno != errno.ENOSPC:
            return await _unexpected(request, error)
        log.error("no room left on disk, on %s", request.url.path)
        return JSONResponse(error_body("no_room", _NO_ROOM), 507)

    @app.exception_handler(Exception)
    async def _unexpected(request: Request, error: Exception) -> JSONResponse:
        log.exception("unexpected error on %s", request.url.path)
        return JSONResponse(error_body("internal", "系统出错了，请稍后再试，或者拨打 12345。"), 500)
