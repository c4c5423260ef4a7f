"""The SIP socket: lets in who may call, finds the call that a message belongs to, sends what calls say."""

import asyncio
import ipaddress
import logging
import secrets
import socket
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from bot.channels.sip.dialog import ALLOW
from bot.channels.sip.digest import Digest
from bot.channels.sip.leg import Leg
from bot.channels.sip.message import BadMessage, Message, parse, response_to, to_tag
from bot.channels.sip.repeating import GIVE_UP_S, Repeating
from bot.conversations.calls.center import CallCenter

log = logging.getLogger(__name__)

_KNOWN_EXTENSIONS = frozenset({"timer"})
_BEGINS_NOTHING = frozenset({"BYE", "UPDATE", "INFO", "NOTIFY", "PRACK", "REFER", "MESSAGE", "CANCEL"})
_MOST_MESSAGES = 500  # a second from one address: fifty calls begin with four each
_MOST_OVER = 10  # calls beyond the limit that are told so; more are refused
_LARGEST = 8192  # bytes
_TELL_EVERY_S = 10.0  # of what is refused
_T = tuple[str, int]


@dataclass(frozen=True)
class SipAccess:
    """Who may call: addresses, and a user with a password when `digest` is set. `agent`: where people are."""

    networks: tuple[ipaddress.IPv4Network, ...]
    digest: Digest | None = None
    agent: str | None = None

    def allows(self, host: str) -> bool:
        """Return whether messages from an address are looked at."""
        return any(ipaddress.IPv4Address(host) in network for network in self.networks)


class SipEndpoint(asyncio.DatagramProtocol):
    """One UDP port. Whatever comes that isn't SIP, or isn't in order, is refused and costs nothing else."""

    def __init__(self, center: CallCenter, access: SipAccess, host: str) -> None:
        self.host, self.agent = host, access.agent
        self._center, self._access = center, access
        self._loop = asyncio.get_running_loop()
        self._legs: dict[str, Leg] = {}  # by Call-ID
        self._answers: dict[tuple[str, str], bytes | None] = {}  # to requests, for copies that come late
        self._peers: dict[tuple[str, str], _T] = {}
        self._unacknowledged: dict[str, Repeating] = {}  # by the INVITE's Call-ID and number
        self._asked: dict[str, tuple[Leg, Repeating, Callable[[Message | None], None]]] = {}  # by branch
        self._second, self._messages = 0, Counter[str]()
        self._told = 0.0

    # -- messages in

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is open."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: _T) -> None:
        """Take one datagram."""
        if not self._access.allows(addr[0]):
            self._tell("from an address that is not allowed", addr)
        elif self._floods(addr[0]):
            self._tell("too many messages", addr)
        elif data.strip():  # blank lines keep a way through NAT open
            self._message(data, addr)

    def _message(self, data: bytes, addr: _T) -> None:
        try:
            if len(data) > _LARGEST:
                raise BadMessage("too long")
            message = parse(data)
            self._take_response(message) if message.status else self._take_request(message, addr)
        except BadMessage as error:
            self._tell(f"not SIP ({error})", addr)
        except Exception:  # a bug with one message must not end the others' calls
            log.exception("SIP message not handled")

    def _take_response(self, response: Message) -> None:
        if response.status < 200:
            return
        _, repeating, done = self._asked.pop(response.branch, (None, None, None))
        if repeating is not None and done is not None:
            repeating.stop()
            done(response)

    def _take_request(self, request: Message, addr: _T) -> None:
        if request.method == "ACK":
            self._acknowledged(request)
            return
        key = _transaction(request)
        if key in self._answers:  # a copy
            known = self._answers[key]
            if known:
                self._transport.sendto(known, addr)
            return
        self._answers[key], self._peers[key] = None, addr
        self._loop.call_later(GIVE_UP_S, self._forget_transaction, key)
        leg = self._legs.get(request.get("call-id"))
        if to_tag(request):
            self._within(leg, request)
        else:
            self._outside(leg, request, addr)

    def _within(self, leg: Leg | None, request: Message) -> None:
        if leg is None or not leg.dialog.belongs(request):
            self._refuse(request, 481)
        else:
            leg.take(request)

    def _outside(self, leg: Leg | None, request: Message, addr: _T) -> None:
        if request.method == "CANCEL":
            self._cancelled(leg, request)
        elif request.method == "OPTIONS":
            self._refuse(request, 200, ("allow", ALLOW), ("accept", "application/sdp"))
        elif request.method == "INVITE":
            self._invited(leg, request, addr)
        else:
            self._refuse(request, 481 if request.method in _BEGINS_NOTHING else 405, ("allow", ALLOW))

    def _cancelled(self, leg: Leg | None, request: Message) -> None:
        asked = (request.branch, "INVITE") in self._answers
        self._refuse(request, 200 if leg and asked else 481)
        if leg and asked:
            leg.cancel()

    def _invited(self, leg: Leg | None, request: Message, addr: _T) -> None:
        refused = self._refusal(leg, request)
        if refused:
            status, headers = refused
            self._refuse(request, status, *headers)
            self.repeat_until_ack(request, lambda: None)
            return
        self._refuse(request, 100)
        contact = f"sip:xiaozheng@{_local_host(self.host, addr)}:{self.port}"
        new = self._legs[request.get("call-id")] = Leg(self, self._center, request, addr, contact)
        self._center.spawn(new.answer())

    def _refusal(self, leg: Leg | None, request: Message) -> tuple[int, list[tuple[str, str]]] | None:
        unknown = (
            {word.strip() for word in request.get("require").lower().split(",")} - _KNOWN_EXTENSIONS - {""}
        )
        if leg is not None:  # the same call by another way
            return 482, []
        digest = self._access.digest
        if digest is not None and not digest.accepts("INVITE", request.get("authorization")):
            return 401, digest.challenges()
        if unknown:
            return 420, [("unsupported", ", ".join(sorted(unknown)))]
        if len(self._legs) >= self._center.most + _MOST_OVER:
            return 503, [("retry-after", "10")]
        return None

    def _acknowledged(self, ack: Message) -> None:
        repeating = self._unacknowledged.pop(_invite_key(ack), None)
        if repeating is not None:
            repeating.stop()
        leg = self._legs.get(ack.get("call-id"))
        if leg is not None and leg.dialog.belongs(ack):
            leg.acknowledged(ack)

    # -- messages out: what legs use

    def respond(self, request: Message, response: Message) -> None:
        """Send a response, again for each copy of the request that comes."""
        key = _transaction(request)
        peer = self._peers.get(key)
        if peer is None or self._transport.is_closing():
            return
        data = _with_source(response, peer).encode()
        self._answers[key] = data
        self._transport.sendto(data, peer)

    def repeat_until_ack(self, request: Message, gave_up: Callable[[], None]) -> None:
        """Send the final response to an INVITE again until its ACK comes."""
        key, transaction = _invite_key(request), _transaction(request)
        data, peer = self._answers.get(transaction), self._peers.get(transaction)
        before = self._unacknowledged.pop(key, None)
        if before is not None:
            before.stop()
        if not data or peer is None:
            return

        def lost() -> None:
            self._unacknowledged.pop(key, None)
            gave_up()

        self._unacknowledged[key] = Repeating(lambda: self._send(data, peer), lost)

    def request(
        self, leg: Leg, method: str, done: Callable[[Message | None], None], *headers: tuple[str, str]
    ) -> None:
        """Send a request; `done` gets the final response, None when none came."""
        branch = f"z9hG4bK{secrets.token_hex(8)}"
        via = f"SIP/2.0/UDP {_local_host(self.host, leg.peer)}:{self.port};branch={branch};rport"
        data = leg.dialog.request(method, via, *headers).encode()

        def unanswered() -> None:
            self._asked.pop(branch, None)
            done(None)

        repeating = Repeating(lambda: self._send(data, leg.peer), unanswered)
        self._asked[branch] = (leg, repeating, done)

    def forget(self, leg: Leg) -> None:
        """The call is over; what still waits for an answer goes on waiting."""
        if self._legs.get(leg.dialog.call_id) is leg:
            del self._legs[leg.dialog.call_id]

    def close(self) -> None:
        """End all calls, then the socket."""
        for leg in list(self._legs.values()):
            leg.bye()
        for repeating in [*self._unacknowledged.values(), *(each[1] for each in self._asked.values())]:
            repeating.stop()
        self._transport.close()

    # -- small things

    @property
    def port(self) -> int:
        """Return where we listen."""
        return int(self._transport.get_extra_info("sockname")[1])

    def _send(self, data: bytes, peer: _T) -> None:
        if not self._transport.is_closing():
            self._transport.sendto(data, peer)

    def _refuse(self, request: Message, status: int, *headers: tuple[str, str]) -> None:
        self.respond(request, response_to(request, status, secrets.token_hex(6), *headers))

    def _forget_transaction(self, key: tuple[str, str]) -> None:
        self._answers.pop(key, None)
        self._peers.pop(key, None)

    def _floods(self, host: str) -> bool:
        second = int(time.monotonic())
        if second != self._second:
            self._second, self._messages = second, Counter()
        self._messages[host] += 1
        return self._messages[host] > _MOST_MESSAGES

    def _tell(self, what: str, addr: _T) -> None:
        """Log what was refused, but let nobody fill the disk with it."""
        if time.monotonic() - self._told >= _TELL_EVERY_S:
            self._told = time.monotonic()
            log.warning("SIP refused: %s, %s", what, addr[0])


def _transaction(request: Message) -> tuple[str, str]:
    branch = request.branch or f"{request.get('call-id')} {request.get('cseq')}"
    return branch, request.method


def _invite_key(message: Message) -> str:
    return f"{message.get('call-id')} {message.cseq[0]}"


def _with_source(response: Message, peer: _T) -> Message:
    """Write into the top Via where the request came from (RFC 3581)."""
    for at, (name, value) in enumerate(response.headers):
        if name == "via":
            first = value.partition(";")[0]
            rest = [
                part
                for part in value.split(";")[1:]
                if part.partition("=")[0].strip().lower() not in ("rport", "received")
            ]
            response.headers[at] = (name, ";".join([first, *rest, f"received={peer[0]}", f"rport={peer[1]}"]))
            break
    return response


def _local_host(host: str, peer: _T) -> str:
    """Return the address by which `peer` reaches us."""
    if host != "0.0.0.0":  # noqa: S104  compared, not bound
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(peer)
        return str(probe.getsockname()[0])


async def serve_sip(center: CallCenter, access: SipAccess, host: str, port: int) -> SipEndpoint:
    """Listen for calls. Raises OSError when the port is taken."""
    loop = asyncio.get_running_loop()
    _, endpoint = await loop.create_datagram_endpoint(
        lambda: SipEndpoint(center, access, host), local_addr=(host, port)
    )
    return endpoint
