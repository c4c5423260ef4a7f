"""A call center without sound engines: what a SIP call does to it is written down."""

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from bot.business.errors import NotFound
from bot.channels.sip.digest import Digest
from bot.channels.sip.endpoint import SipAccess, SipEndpoint, serve_sip

HOST = "127.0.0.1"


class NotedCall:
    """Stands in for a Call; `line` is the SIP leg."""

    def __init__(self, line: Any, caller: str | None) -> None:
        self.line, self.caller = line, caller
        self.outcome: Any = None
        self.started = self.closed = False
        self.keys: list[str] = []
        self.sound = bytearray()
        self.came_back = asyncio.Event()

    def start(self) -> None:
        self.started = True

    def hear(self, pcm: bytes) -> None:
        self.sound += pcm

    def press(self, key: str) -> None:
        self.keys.append(key)

    def nobody_answered(self) -> None:
        self.came_back.set()


class NotedCenter:
    """Stands in for the CallCenter. `opening_s`: how long a call takes to be opened."""

    most = 5

    def __init__(self) -> None:
        self.calls: list[NotedCall] = []
        self.opening_s = 0.0
        self.unknown: set[str] = set()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def open_phone(
        self, line: Any, id: str, caller: str | None = None, announced: bool = False
    ) -> NotedCall:
        if id in self.unknown:
            raise NotFound("call_unknown", "没有这个通话。")
        await asyncio.sleep(self.opening_s)
        self.calls.append(NotedCall(line, caller))
        return self.calls[-1]

    def close(self, call: NotedCall) -> None:
        call.closed = True

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


@asynccontextmanager
async def listening(
    allow: str = "127.0.0.0/8", digest: Digest | None = None, agent: str | None = None
) -> AsyncIterator[tuple[NotedCenter, int]]:
    """Yield a center and the port of an endpoint that serves it."""
    center = NotedCenter()
    access = SipAccess((ipaddress.IPv4Network(allow),), digest, agent)
    endpoint: SipEndpoint = await serve_sip(center, access, HOST, 0)  # type: ignore[arg-type]
    try:
        yield center, endpoint.port
    finally:
        endpoint.close()


async def until(condition: Any, seconds: float = 8.0) -> None:
    """Wait until a condition holds. Raises TimeoutError."""
    end = asyncio.get_running_loop().time() + seconds
    while not condition():
        if asyncio.get_running_loop().time() > end:
            raise TimeoutError
        await asyncio.sleep(0.01)
