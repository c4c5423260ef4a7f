"""How requests are answered: in the asked format, also when they are refused, and not too many of them."""

import inspect
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl

from fastapi import HTTPException, Request, Response

from bot.business.errors import BusinessError, Invalid, NotAllowed, NotFound, TooManyAttempts
from bot.web.limits import RateLimit
from bot.web.open311.formats import Answer, asked_format, written

log = logging.getLogger(__name__)
_MOST_FIELDS = 100
_FORM = "application/x-www-form-urlencoded"
_STATUS: dict[type[BusinessError], int] = {Invalid: 400, NotAllowed: 403, NotFound: 404, TooManyAttempts: 429}
_PLAIN = {404: "没有这个地址。", 405: "这个地址不支持这样访问。", 413: "内容太大了。"}
_TOO_FAST = TooManyAttempts("too_fast", "请求太频繁，请一分钟以后再试。")


@dataclass(frozen=True)
class Limits:
    """How many calls a minute one address and one key may make."""

    reads: RateLimit = field(default_factory=lambda: RateLimit(120, 60.0))
    reports: RateLimit = field(
        default_factory=lambda: RateLimit(60, 60.0)
    )  # of an address, with any key or none
    keys: RateLimit = field(default_factory=lambda: RateLimit(60, 60.0))


def limits(request: Request) -> Limits:
    """Return the limits of the app that serves `request`."""
    if not hasattr(request.app.state, "open311_limits"):
        request.app.state.open311_limits = Limits()
    found: Limits = request.app.state.open311_limits
    return found


def check_pace(limit: RateLimit, key: str) -> None:
    """Count a call. Raises TooManyAttempts."""
    if not limit.allows(key):
        raise _TOO_FAST


def answering(handler: Callable[..., Awaitable[Answer]]) -> Callable[..., Awaitable[Response]]:
    """Return the handler with its answer, and whatever refuses it, in the format that the request asks for."""

    @wraps(handler)
    async def answered(request: Request, *args: Any, **named: Any) -> Response:
        try:
            answer = await handler(request, *args, **named)
        except BusinessError as error:
            answer = refusal(_STATUS.get(type(error), 400), error.message)
        except HTTPException as error:
            answer = refusal(error.status_code, _PLAIN.get(error.status_code, "请求没有成功。"))
        except Exception:
            log.exception("unexpected error on %s", request.url.path)
            answer = refusal(500, "系统出错了，请稍后再试。")
        response = written(answer, asked_format(request))
        if answer.status == 429:
            response.headers["Retry-After"] = "60"
        return response

    told = inspect.signature(handler).replace(return_annotation=Response)
    answered.__signature__ = told  # type: ignore[attr-defined]  # else FastAPI describes Answer as the body
    return answered


def refusal(status: int, description: str) -> Answer:
    """Return an error as the standard has it."""
    return Answer("errors", [{"code": status, "description": description}], status)


async def form_of(request: Request) -> dict[str, str]:
    """Return the fields of a form; of one given twice the last. Raises Invalid."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != _FORM:
        raise Invalid("Content-Type", f"请用 Content-Type: {_FORM} 提交表单。")
    body = await request.body()
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        raise Invalid("form", f"表单要用 UTF-8 编码并转义，最多 {_MOST_FIELDS} 项。") from None
    return dict(pairs)
