"""What protects every request: size, headers, and where a browser's request may come from."""

import re
from urllib.parse import urlsplit

from fastapi import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.business.orders.file_types import LARGEST
from bot.conversations.calls.upload_check import MOST_BYTES, TOO_LARGE

MAX_BODY = 64 * 1024  # bytes; the longest honest message is some 2 kB
_UPLOADS = (  # the addresses that take files: how many bytes, and what is told to who sends more
    (re.compile(r"/api/agent/prompts/[^/]+/recording"), MOST_BYTES, TOO_LARGE),
    (re.compile(r"/api/(department/)?orders/\d{12}/files"), LARGEST, "文件太大，最多 10 MB。"),
    (re.compile(r"/api/studio/(transfer|bench|sentences)/upload"), LARGEST, "文件太大，最多 10 MB。"),
    (re.compile(r"/api/studio/bench/sound"), 1_000_000, "录音太长，最多 30 秒。"),
)
_HEADERS = {
    # Not no-referrer: browsers would then send "Origin: null" with our own forms.
    "Content-Security-Policy": "default-src 'self'; connect-src 'self' ws: wss:; media-src 'self' blob:; "
    "worker-src 'self' blob:; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
}
# FastAPI's own page of the interface carries an inline script; it shows nothing a citizen typed.
_DOCS = ("/docs",)


class Guard:
    """ASGI middleware: refuses bodies that are too large before they are read, adds the protective headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        most, too_large = _most(scope)
        if not length.isdigit() or int(length) > most:
            await _refuse(send, too_large)
            return
        await self._app(scope, _limited(receive, most), self._headed(scope, send))

    @staticmethod
    def _headed(scope: Scope, send: Send) -> Send:
        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                policy = (
                    {} if scope["path"] in _DOCS or scope["path"].startswith("/static/docs") else _HEADERS
                )
                message["headers"] += [
                    (name.lower().encode(), value.encode()) for name, value in policy.items()
                ]
            await send(message)

        return headed


def _most(scope: Scope) -> tuple[int, str]:
    """Return how many bytes an address takes, and what is told to who sends more."""
    for address, most, too_large in _UPLOADS if scope["method"] == "PUT" else ():
        if address.fullmatch(scope["path"]):
            return most, too_large
    return MAX_BODY, "内容太大了，请分几次说。"


async def _refuse(send: Send, message: str) -> None:
    body = f'{{"error":{{"code":"too_large","message":"{message}"}}}}'.encode()
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _limited(receive: Receive, most: int) -> Receive:
    """Return `receive` that breaks off a body that grows over `most` bytes without having said so."""
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise HTTPException(413)
        return message

    return limited


def same_origin(connection: HTTPConnection) -> bool:
    """Return whether a browser's request comes from our own pages; programs send no Origin and may pass.

    A WebSocket isn't held back by the same-origin rule of browsers, so we check it ourselves.
    """
    origin = connection.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == connection.headers.get("host")
