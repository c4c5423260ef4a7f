"""AudioSocket: Asterisk connects over TCP for each call and carries sound both ways.

A frame is a kind (one byte), a length (two bytes, big endian) and a payload. The first one names the call by its UUID.
Seen with a running Asterisk (docs/telephone.md): it sends 20 ms frames; it drops the call when it gets anything but sound
and 0x00, when a frame is empty, and after 2 s without a frame in either direction; a hang-up is a plain end of stream.
"""

import asyncio
import logging
import uuid
from typing import Any, cast

from bot.business.calls.events import Outcome
from bot.business.errors import BusinessError
from bot.conversations.calls.call import Call
from bot.conversations.calls.center import CallCenter

log = logging.getLogger(__name__)

END, UUID, DIGIT, ERROR = 0x00, 0x01, 0x03, 0xFF
SOUND = {8000: 0x10, 16000: 0x12}  # by rate in Hz; PCM16 LE mono
_RATES = {kind: rate for rate, kind in SOUND.items()}
_HELLO_S = 5.0  # to say which call it is
_FIRST_SOUND_S = 0.2  # after that Asterisk's default rate is taken; it gives a call up after 2 s of silence
_MOST_UNSENT = 64 * 1024  # bytes; an exchange that reads nothing for seconds is gone
_KEYS = frozenset(b"0123456789*#")


class AudioSocketLine:
    """One call of Asterisk."""

    name = "audiosocket"
    lead_s = 0.02
    continuous = True

    def __init__(self, transport: asyncio.Transport, rate: int) -> None:
        self._transport = transport
        self.rate = rate
        self._kind = bytes([SOUND[rate]])

    def send(self, pcm: bytes) -> None:
        """Send one frame of sound."""
        if self._transport.is_closing():
            return
        if self._transport.get_write_buffer_size() > _MOST_UNSENT:
            self._transport.abort()
            return
        self._transport.write(self._kind + len(pcm).to_bytes(2, "big") + pcm)

    def drop(self) -> None:
        """Nothing is held: frames go out when they are heard."""

    def tell(self, event: dict[str, Any]) -> None:
        """A telephone shows nothing."""

    def transfer(self) -> None:
        """Give the call back to the dialplan, which asks for the outcome and puts the caller into its queue."""
        self.hang_up()

    def hang_up(self) -> None:
        """End the call."""
        if not self._transport.is_closing():
            self._transport.write(bytes([END, 0, 0]))
            self._transport.close()


class AudioSocketProtocol(asyncio.Protocol):
    """Reads one connection. Whatever arrives that isn't the protocol ends this connection and nothing else."""

    def __init__(self, center: CallCenter) -> None:
        self._center = center
        self._buffer = bytearray()
        self._id: str | None = None
        self._line: AudioSocketLine | None = None
        self._call: Call | None = None
        self._early: list[tuple[int, bytes]] = []  # frames that came while the call was being opened
        self._gone = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the UUID."""
        self._transport = cast(asyncio.Transport, transport)
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(_HELLO_S, self._refuse, "no UUID")

    def data_received(self, data: bytes) -> None:
        """Take bytes as TCP cuts them."""
        self._buffer += data
        while len(self._buffer) >= 3 and not self._gone:
            size = 3 + int.from_bytes(self._buffer[1:3], "big")
            if len(self._buffer) < size:
                return
            kind, payload = self._buffer[0], bytes(self._buffer[3:size])
            del self._buffer[:size]
            self._frame(kind, payload)

    def connection_lost(self, error: Exception | None) -> None:
        """The caller hung up, or we did."""
        self._gone = True
        self._timer.cancel()
        if self._call is not None:
            if error is not None:  # no hang-up: the exchange still has the caller
                self._call.outcome = self._call.outcome or Outcome.AGENT
            self._center.close(self._call)

    def _frame(self, kind: int, payload: bytes) -> None:
        if self._id is None:
            self._hello(kind, payload)
        elif kind == END:
            self._transport.close()
        elif self._line is None:
            self._early.append((kind, payload))
            if kind in _RATES:
                self._open(_RATES[kind])
        elif self._call is None:
            self._early.append((kind, payload))
        else:
            self._heard(self._call, kind, payload)

    def _hello(self, kind: int, payload: bytes) -> None:
        if kind != UUID or len(payload) != 16:
            self._refuse("first frame is no UUID")
            return
        self._id = str(uuid.UUID(bytes=payload))
        self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(_FIRST_SOUND_S, self._open, 8000)

    def _open(self, rate: int) -> None:
        self._timer.cancel()
        self._line = AudioSocketLine(self._transport, rate)
        self._center.spawn(self._begin(self._line))

    async def _begin(self, line: AudioSocketLine) -> None:
        assert self._id is not None  # said before
        try:
            call = await self._center.open_phone(line, self._id, announced=True)
        except BusinessError as error:
            self._refuse(error.message)
            return
        except Exception:  # a broken database: the dialplan's queue takes the caller
            log.exception("call not opened")
            self._transport.close()
            return
        if self._gone:
            self._center.close(call)
            return
        self._call = call
        call.start()
        for kind, payload in self._early:
            self._heard(call, kind, payload)
        self._early.clear()

    def _heard(self, call: Call, kind: int, payload: bytes) -> None:
        if kind == SOUND[call.line.rate]:
            call.hear(payload[: len(payload) // 2 * 2])
        elif kind == DIGIT and len(payload) == 1 and payload[0] in _KEYS:
            call.press(chr(payload[0]))

    def _refuse(self, why: str) -> None:
        log.warning("AudioSocket connection refused: %s", why)
        self._gone = True
        self._transport.close()


async def serve_audiosocket(center: CallCenter, host: str, port: int) -> asyncio.Server:
    """Listen for Asterisk. Raises OSError when the port is taken."""
    return await asyncio.get_running_loop().create_server(lambda: AudioSocketProtocol(center), host, port)
