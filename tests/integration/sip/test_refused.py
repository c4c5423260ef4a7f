"""What isn't in order is refused, costs nothing else, and never ends anybody's call."""

import asyncio
import socket

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.sip import repeating, sdp
from bot.channels.sip.message import BadMessage, parse
from bot.channels.sip.rtp import Receiver
from bot.channels.sip.rtp import parse as parse_packet
from tests.calls.clients.sip import SipCaller
from tests.integration.sip.center import HOST, listening, until

INVITE = (
    b"INVITE sip:12345@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5999;branch=z9hG4bKx;rport\r\n"
    b"From: <sip:1@127.0.0.1>;tag=a\r\nTo: <sip:12345@127.0.0.1>\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n"
    b"Contact: <sip:1@127.0.0.1:5999>\r\nContent-Type: application/sdp\r\n\r\n"
    b"v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 4000 RTP/AVP 8\r\n"
)
NO_G711 = b"v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 4000 RTP/AVP 96\r\na=rtpmap:96 opus/48000\r\n"


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ([("require", "100rel")], None, 420),
        ([("supported", "timer"), ("session-expires", "5")], None, 422),
        ([], NO_G711, 488),
        ([], b"\xff\xfe not a description", 488),
        ([], b"v=0\r\nc=IN IP4 999.1.1.1\r\nm=audio 4000 RTP/AVP 8\r\n", 488),
    ],
)
def test_invitations_that_cannot_be_taken(
    headers: list[tuple[str, str]], body: bytes | None, status: int
) -> None:
    async def run() -> None:
        async with listening() as (center, port):
            caller = SipCaller()
            await caller.open(HOST, port)
            assert (await caller.invite(*headers, body=body)).status == status
            caller.ack()
            assert not [call for call in center.calls if not call.closed]

    asyncio.run(run())


@pytest.mark.parametrize(
    ("method", "status"), [("BYE", 481), ("OPTIONS", 200), ("REGISTER", 405), ("INFO", 481)]
)
def test_requests_outside_of_any_call(method: str, status: int) -> None:
    async def run() -> None:
        async with listening() as (_, port):
            caller = SipCaller()
            await caller.open(HOST, port)
            assert (await caller.request(method)).status == status

    asyncio.run(run())


def test_given_up_before_it_was_answered() -> None:
    async def run() -> None:
        async with listening() as (center, port):
            center.opening_s = 0.3
            caller = SipCaller()
            await caller.open(HOST, port)
            inviting = asyncio.create_task(caller.invite())
            await until(lambda: 100 in caller.statuses)
            caller.cancel()
            assert (await inviting).status == 487
            caller.ack()
            await until(lambda: center.calls and center.calls[0].closed)
            assert not center.calls[0].started

    asyncio.run(run())


def test_an_invitation_sent_twice_is_one_call() -> None:
    async def run() -> None:
        async with listening() as (center, port):
            caller = SipCaller()
            await caller.open(HOST, port)
            first = caller.message(
                "INVITE", 1, ("content-type", "application/sdp"), body=caller.description()
            )
            for _ in range(3):
                caller._send(first)
            await until(lambda: caller.statuses.count(200) >= 1)
            caller._send(first)
            await until(lambda: caller.statuses.count(200) >= 2)
            assert len(center.calls) == 1

    asyncio.run(run())


def test_an_answer_that_nobody_acknowledges_ends_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeating, "GIVE_UP_S", 1.2)

    async def run() -> None:
        async with listening() as (center, port):
            caller = SipCaller()
            await caller.open(HOST, port)
            caller.follow(await caller.invite())
            await until(lambda: center.calls[0].closed)
            assert caller.statuses.count(200) >= 2
            assert not center.calls[0].started

    asyncio.run(run())


def test_strangers_and_floods_do_not_reach_a_call() -> None:
    async def run() -> None:
        async with listening(allow="127.0.0.1/32") as (center, port):
            caller = await SipCaller().call(HOST, port)
            stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            stranger.bind(("127.0.0.2", 0))
            stranger.sendto(INVITE, (HOST, port))
            friend = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            for number in range(3000):
                friend.sendto(INVITE.replace(b"z9hG4bKx", b"z9hG4bK%d" % number), (HOST, port))
            await asyncio.sleep(1.2)
            await caller.press("1")
            await until(lambda: center.calls[0].keys == ["1"])
            assert len(center.calls) <= 2  # the flood is one call, the stranger none
            await caller.hang_up()

    asyncio.run(run())


def test_calls_over_the_limit_are_refused() -> None:
    async def run() -> None:
        async with listening() as (center, port):
            callers = [await SipCaller().call(HOST, port) for _ in range(center.most + 10)]
            with pytest.raises(ConnectionError, match="503"):
                await SipCaller().call(HOST, port)
            for caller in callers:
                await caller.hang_up()
            await until(lambda: all(call.closed for call in center.calls))
            await (await SipCaller().call(HOST, port)).hang_up()

    asyncio.run(run())


def test_rubbish_is_answered_by_nothing_and_the_next_call_is() -> None:
    async def run() -> None:
        async with listening() as (center, port):
            sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            for data in (
                b"",
                b"\r\n\r\n",
                b"\x00" * 9000,
                b"INVITE",
                INVITE[:80],
                INVITE.replace(b"CSeq: 1", b"CSeq: x"),
            ):
                sender.sendto(data, (HOST, port))
            await (await SipCaller().call(HOST, port)).hang_up()
            assert len(center.calls) == 1

    asyncio.run(run())


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300), st.integers(0, len(INVITE) - 1), st.binary(max_size=8))
def test_no_bytes_break_the_readers(rubbish: bytes, at: int, piece: bytes) -> None:
    for data in (rubbish, INVITE[:at] + piece + INVITE[at + len(piece) :]):
        try:
            message = parse(data)
        except BadMessage:
            continue
        try:
            sdp.parse(message.body)
        except sdp.BadSdp:
            continue


@settings(max_examples=400, deadline=None)
@given(st.lists(st.binary(min_size=12, max_size=40), max_size=30))
def test_no_packets_break_the_receiver(packets: list[bytes]) -> None:
    heard: list[bytes] = []
    receiver = Receiver("PCMA", 8, 101, heard.append, lambda _: None)
    for data in packets:
        packet = parse_packet(b"\x80" + data[1:])
        if packet is not None:
            receiver.take(packet)
