"""A caller in the browser: what the page does with its WebSocket, its queue of sound thrown away when told so."""

import asyncio
import json
from typing import Any

import websockets

from tests.calls.clients.caller import Caller
from tests.calls.clients.sound import FRAME_S


class PageCaller(Caller):
    """One spoken talk on the citizen's page."""

    rate = 16000

    def __init__(self) -> None:
        super().__init__()
        self.events: list[dict[str, Any]] = []
        self.session_id = ""
        self._to_play = bytearray()
        self._unsent: asyncio.Queue[bytes | str] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []

    async def call(self, url: str) -> "PageCaller":
        """Open the talk of the site at `url` and begin to send sound."""
        self._socket = await websockets.connect(url.replace("http", "ws", 1) + "/api/voice", max_size=None)
        self.session_id = json.loads(await self._socket.recv())["session_id"]
        self._tasks = [
            asyncio.create_task(each) for each in (self._read(), self._write(), self._play(), self._pace())
        ]
        return self

    async def press(self, key: str) -> None:
        """Press a key on the page."""
        self._unsent.put_nowait(json.dumps({"type": "key", "key": key}))

    async def hang_up(self) -> None:
        """Close the page."""
        self.closed.set()
        for task in self._tasks:
            task.cancel()
        await self._socket.close()

    def _send_frame(self, pcm: bytes) -> None:
        self._unsent.put_nowait(pcm)

    async def _write(self) -> None:
        while True:
            await self._socket.send(await self._unsent.get())

    async def _read(self) -> None:
        async for message in self._socket:
            if isinstance(message, bytes):
                self._to_play += message
                continue
            event = json.loads(message)
            self.events.append(event)
            if event["type"] in ("held", "interrupted"):
                self._to_play.clear()
        self.closed.set()
        self._said.set()

    async def _play(self) -> None:
        size = round(self.rate * FRAME_S) * 2
        due = self._loop.time()
        while True:
            self._heard_frame(bytes(self._to_play[:size]).ljust(size, b"\0"))
            del self._to_play[:size]
            due += FRAME_S
            await asyncio.sleep(max(0.0, due - self._loop.time()))
