"""A SIP telephone for tests: calls, speaks in real time, presses keys, holds, is transferred."""

import asyncio
import random
import secrets
import struct

from bot.channels.sip.message import Message, address, parse
from speech.g711 import Law, decode, encode
from tests.calls.clients.caller import Caller

_KEYS = "0123456789*#"
_PAYLOAD: dict[Law, int] = {"PCMU": 0, "PCMA": 8}


class _Socket(asyncio.DatagramProtocol):
    def __init__(self, take: object) -> None:
        self._take = take

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._take(data, addr)  # type: ignore[operator]


class SipCaller(Caller):
    """One telephone. `law`, `events`: what it offers; `agent_status`: how the person it is referred to answers."""

    def __init__(self, law: Law = "PCMA", events: int = 101, number: str = "13800138000") -> None:
        super().__init__()
        self.law, self.events, self.number = law, events, number
        self.statuses: list[int] = []  # of all responses
        self.requests: list[Message] = []  # what the other side asked of us
        self.referred_to = ""
        self.agent_status = 200
        self.lose: set[int] = set()  # which of our sound packets get lost, counted from 0
        self._call_id, self._tag = secrets.token_hex(8), secrets.token_hex(4)
        self._cseq, self._to, self._target = 0, "", ""
        self._waiting: dict[int, asyncio.Future[Message]] = {}
        self._sequence, self._stamp, self._source = random.randrange(60000), 0, secrets.randbits(32)
        self._sent, self._first = 0, True
        self._tasks: list[asyncio.Task[None]] = []

    async def call(self, host: str, port: int, user: str = "", password: str = "") -> "SipCaller":
        """Call, acknowledge, begin to send sound. Raises ConnectionError when the call is refused."""
        await self.open(host, port)
        answer = await self.invite()
        if answer.status == 401:
            self.ack()
            answer = await self.invite(("authorization", _authorization(answer, user, password, self._uri)))
        if answer.status != 200:
            self.ack()
            raise ConnectionError(str(answer.status))
        self.follow(answer)
        self.ack()
        self._tasks.append(asyncio.create_task(self._pace()))
        return self

    async def open(self, host: str, port: int) -> None:
        """Open both sockets."""
        loop = asyncio.get_running_loop()
        self._peer, self._uri = (host, port), f"sip:12345@{host}:{port}"
        self._target, self._to = self._uri, f"<{self._uri}>"
        local = (host, 0)
        _, self._sip = await loop.create_datagram_endpoint(lambda: _Socket(self._signal), local_addr=local)
        _, self._rtp = await loop.create_datagram_endpoint(lambda: _Socket(self._packet), local_addr=local)
        self._here = self._sip.transport.get_extra_info("sockname")

    async def invite(
        self, *headers: tuple[str, str], direction: str = "sendrecv", body: bytes | None = None
    ) -> Message:
        """Send an INVITE, a new one or within the call, and return the final response."""
        described = self.description(direction) if body is None else body
        kind = (("content-type", "application/sdp"),) if described else ()
        return await self.request("INVITE", *kind, *headers, body=described)

    async def request(self, method: str, *headers: tuple[str, str], body: bytes = b"") -> Message:
        """Send a request and return the final response. Raises TimeoutError."""
        self._cseq += 1
        self._send(self.message(method, self._cseq, *headers, body=body))
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._waiting[self._cseq] = answer
        return await asyncio.wait_for(answer, 20)

    def ack(self) -> None:
        """Acknowledge the last INVITE."""
        self._send(self.message("ACK", self._cseq, branch=f"z9hG4bK{self._tag}{self._cseq}"))

    def cancel(self) -> None:
        """Give the last INVITE up."""
        self._send(self.message("CANCEL", self._cseq, branch=f"z9hG4bK{self._tag}{self._cseq}"))

    def message(
        self, method: str, number: int, *headers: tuple[str, str], body: bytes = b"", branch: str = ""
    ) -> Message:
        """Return a request of this call."""
        host, port = self._here
        branch = branch or f"z9hG4bK{self._tag}{number}"
        fixed = [
            ("via", f"SIP/2.0/UDP {host}:{port};branch={branch};rport"),
            ("max-forwards", "70"),
            ("from", f"<sip:{self.number}@{host}>;tag={self._tag}"),
            ("to", self._to),
            ("call-id", self._call_id),
            ("cseq", f"{number} {method}"),
            ("contact", f"<sip:{self.number}@{host}:{port}>"),
            ("allow", "INVITE, ACK, BYE, CANCEL, UPDATE, NOTIFY, REFER"),
        ]
        return Message(method=method, uri=self._target, headers=[*fixed, *headers], body=body)

    def description(self, direction: str = "sendrecv") -> bytes:
        """Return our session description."""
        host, port = self._rtp.transport.get_extra_info("sockname")
        payload = _PAYLOAD[self.law]
        return (
            f"v=0\r\no=- 1 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
            f"m=audio {port} RTP/AVP {payload} {self.events}\r\na=rtpmap:{payload} {self.law}/8000\r\n"
            f"a=rtpmap:{self.events} telephone-event/8000\r\na={direction}\r\n"
        ).encode()

    async def press(self, key: str, payload: int | None = None) -> None:
        """Press a key as RFC 4733 has it: several packets of one event, the end three times."""
        stamp = self._stamp
        for at in range(8):
            end = 0x80 if at >= 5 else 0
            event = struct.pack("!BBH", _KEYS.index(key), end | 10, min(160 * (at + 1), 960))
            self._send_packet(payload if payload is not None else self.events, event, stamp, marker=at == 0)
            if at < 5:
                await asyncio.sleep(0.02)

    async def hang_up(self) -> None:
        """Send BYE and go."""
        if not self.closed.is_set():
            await self.request("BYE")
        self._gone()

    def vanish(self) -> None:
        """Go without a word."""
        self._gone()

    def _gone(self) -> None:
        self.closed.set()
        self._said.set()
        for task in self._tasks:
            task.cancel()
        self._sip.transport.close()
        self._rtp.transport.close()

    def follow(self, answer: Message) -> None:
        """Take the other side's address and media from its answer."""
        self._to = answer.get("to")
        self._target = address(answer.get("contact"))
        lines = answer.body.decode().split("\r\n")
        host = next(line for line in lines if line.startswith("c=")).split()[-1]
        self.media = (host, int(next(line for line in lines if line.startswith("m=")).split()[1]))

    def _send(self, message: Message) -> None:
        self._sip.transport.sendto(message.encode(), self._peer)

    def _signal(self, data: bytes, addr: tuple[str, int]) -> None:
        message = parse(data)
        if message.status:
            self.statuses.append(message.status)
            waiting = self._waiting.get(message.cseq[0])
            if (
                message.status >= 200
                and waiting is not None
                and not waiting.done()
                and message.cseq[1] != "CANCEL"
            ):
                waiting.set_result(message)
            return
        self.requests.append(message)
        if message.method != "ACK":
            self._send(_copied(message, 202 if message.method == "REFER" else 200))
        if message.method == "REFER":
            self.referred_to = address(message.get("refer-to"))
            self._tasks.append(asyncio.create_task(self._transfer()))
        if message.method == "BYE":
            self.closed.set()
            self._said.set()

    async def _transfer(self) -> None:
        for status in (100, self.agent_status):
            kind = (("event", "refer"), ("content-type", "message/sipfrag"), ("subscription-state", "active"))
            await self.request("NOTIFY", *kind, body=f"SIP/2.0 {status} x\r\n".encode())

    def _packet(self, data: bytes, addr: tuple[str, int]) -> None:
        self._heard_frame(decode(data[12:], self.law))

    def _send_frame(self, pcm: bytes) -> None:
        if self._sent not in self.lose:
            self._send_packet(_PAYLOAD[self.law], encode(pcm, self.law), self._stamp, self._first)
        else:
            self._sequence += 1
        self._first = False
        self._sent += 1
        self._stamp += 160

    def _send_packet(self, payload: int, data: bytes, stamp: int, marker: bool = False) -> None:
        head = struct.pack(
            "!BBHII",
            0x80,
            payload | (0x80 if marker else 0),
            self._sequence % 65536,
            stamp % 2**32,
            self._source,
        )
        self._sequence += 1
        self._rtp.transport.sendto(head + data, self.media)


def _copied(request: Message, status: int) -> Message:
    names = ("via", "from", "to", "call-id", "cseq")
    return Message(status=status, headers=[each for each in request.headers if each[0] in names])


def _authorization(challenge: Message, user: str, password: str, uri: str) -> str:
    import hashlib
    import re

    header = challenge.all("www-authenticate")[-1]  # MD5, as most exchanges do
    parts = dict(re.findall(r'(\w+)="?([^",]+)"?', header))

    def md5(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    secret, asked = md5(f"{user}:{parts['realm']}:{password}"), md5(f"INVITE:{uri}")
    answer = md5(f"{secret}:{parts['nonce']}:00000001:abc:auth:{asked}")
    return (
        f'Digest username="{user}", realm="{parts["realm"]}", nonce="{parts["nonce"]}", uri="{uri}", '
        f'qop=auth, nc=00000001, cnonce="abc", response="{answer}", algorithm=MD5'
    )
