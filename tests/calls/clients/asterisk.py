"""A stand-in for Asterisk's AudioSocket, as a running one was seen to behave, its pitfalls included.

It drops the call when it is sent a digit or an empty frame, and after two seconds without a frame in both directions.
After the call its dialplan asks for the outcome and queues the caller unless that is "done" — or when we are down.
"""

import asyncio
import uuid

import httpx

from tests.calls.clients.caller import Caller

_KIND = {8000: 0x10, 16000: 0x12}
_SILENT_S = 2.0


class AsteriskCaller(Caller):
    """One caller behind Asterisk."""

    def __init__(self, rate: int = 8000) -> None:
        super().__init__()
        self.rate = rate
        self.id = str(uuid.uuid4())
        self.dropped: str | None = None  # why Asterisk itself ended the call
        self._hung_up = False

    async def announce(self, site: str, token: str, number: str = "13800138000") -> None:
        """Tell the site of the call, as the dialplan does by CURL()."""
        async with httpx.AsyncClient(trust_env=False) as http:
            headers = {"Authorization": f"Bearer {token}"}
            body = {"uuid": self.id, "caller": number}
            (await http.post(f"{site}/api/calls", json=body, headers=headers)).raise_for_status()

    async def outcome(self, site: str, token: str) -> str:
        """Return where the dialplan sends the caller: "queue" unless the outcome is "done"."""
        try:
            async with httpx.AsyncClient(trust_env=False, timeout=3) as http:
                headers = {"Authorization": f"Bearer {token}"}
                answer = await http.get(f"{site}/api/calls/{self.id}/outcome", headers=headers)
        except httpx.HTTPError:
            return "queue"
        return "hangup" if answer.text.strip() == "done" else "queue"

    async def call(self, host: str, port: int) -> "AsteriskCaller":
        """Connect and begin to send frames."""
        self._reader, self._writer = await asyncio.open_connection(host, port)
        self._writer.write(bytes([0x01, 0, 16]) + uuid.UUID(self.id).bytes)
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._pace())]
        return self

    async def press(self, key: str) -> None:
        """Send a digit."""
        self._writer.write(bytes([0x03, 0, 1]) + key.encode())

    async def hang_up(self) -> None:
        """Go, without a word: a plain end of stream."""
        self._hung_up = True
        self._writer.close()
        self.closed.set()
        for task in self._tasks:
            task.cancel()

    def _send_frame(self, pcm: bytes) -> None:
        if not self._writer.is_closing():
            self._writer.write(bytes([_KIND[self.rate]]) + len(pcm).to_bytes(2, "big") + pcm)

    async def _read(self) -> None:
        try:
            while True:
                head = await asyncio.wait_for(self._reader.readexactly(3), _SILENT_S)
                payload = await self._reader.readexactly(int.from_bytes(head[1:], "big"))
                if head[0] == 0x00:
                    break
                if head[0] != _KIND[self.rate] or not payload:
                    self.dropped = f"frame of kind {head[0]:#x}, {len(payload)} bytes"
                    break
                self._heard_frame(payload)
        except TimeoutError:
            self.dropped = "two seconds without a frame"
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        self._writer.close()
        self.closed.set()
        self._said.set()
