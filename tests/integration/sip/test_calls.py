"""SIP calls over real sockets: up, sound both ways, keys, hold, transfer, the end."""

import asyncio
from collections.abc import Awaitable, Callable

import numpy as np
import pytest

from bot.channels.sip import session_timer
from bot.channels.sip.digest import Digest
from tests.calls.clients.sip import SipCaller
from tests.integration.sip.center import HOST, NotedCenter, listening, until


def tone(seconds: float) -> bytes:
    at = np.arange(round(8000 * seconds)) / 8000
    return (8000 * np.sin(2 * np.pi * 440 * at)).astype("<i2").tobytes()


def likeness(one: bytes, other: bytes) -> float:
    """Return the best correlation of `one` anywhere within `other`."""
    wanted, found = (np.frombuffer(each, dtype="<i2").astype(float) for each in (one, other))
    sums = np.correlate(found, wanted, "valid")
    energy = np.sqrt(np.convolve(found**2, np.ones(len(wanted)), "valid") * (wanted @ wanted))
    return float((sums / np.maximum(energy, 1)).max())


def with_call(
    work: Callable[[NotedCenter, SipCaller], Awaitable[None]], agent: str | None = None, **phone: object
) -> None:
    async def run() -> None:
        async with listening(agent=agent) as (center, port):
            caller = await SipCaller(**phone).call(HOST, port)  # type: ignore[arg-type]
            await until(lambda: center.calls and center.calls[0].started)
            await work(center, caller)
            if not caller.closed.is_set():
                await caller.hang_up()
            await until(lambda: center.calls[0].closed)

    asyncio.run(run())


@pytest.mark.parametrize("law", ["PCMA", "PCMU"])
def test_sound_goes_both_ways(law: str) -> None:
    async def work(center: NotedCenter, caller: SipCaller) -> None:
        call, sound = center.calls[0], tone(0.4)
        await caller.say(sound)
        for start in range(0, len(sound), 320):
            call.line.send(sound[start : start + 320])
            await asyncio.sleep(0.01)
        await until(lambda: len(call.sound) >= 6400 and len(caller.heard.sound()) >= 6400)
        assert likeness(sound[:3200], bytes(call.sound)) > 0.99
        assert likeness(sound[:3200], caller.heard.sound()) > 0.99
        assert call.caller == "13800138000"

    with_call(work, law=law)


@pytest.mark.parametrize("payload", [101, 96, 120])
def test_keys_count_once_at_any_payload_type(payload: int) -> None:
    async def work(center: NotedCenter, caller: SipCaller) -> None:
        for key in "105#*":
            await caller.press(key, payload)
            await asyncio.sleep(0.05)
        await until(lambda: len(center.calls[0].keys) >= 5)
        assert center.calls[0].keys == list("105#*")

    with_call(work)


def test_keys_by_info() -> None:
    async def work(center: NotedCenter, caller: SipCaller) -> None:
        kind = ("content-type", "application/dtmf-relay")
        assert (await caller.request("INFO", kind, body=b"Signal=7\r\nDuration=160\r\n")).status == 200
        assert center.calls[0].keys == ["7"]

    with_call(work)


def test_lost_packets_are_bridged() -> None:
    async def work(center: NotedCenter, caller: SipCaller) -> None:
        caller.lose = {caller._sent + 5, caller._sent + 11}
        sound = tone(0.6)
        before = len(center.calls[0].sound)
        await caller.say(sound)
        await until(lambda: len(center.calls[0].sound) - before >= len(sound))
        assert likeness(sound[: 320 * 4], bytes(center.calls[0].sound)) > 0.99

    with_call(work)


def test_on_hold_nothing_is_sent_and_afterwards_it_is() -> None:
    async def work(center: NotedCenter, caller: SipCaller) -> None:
        line = center.calls[0].line
        held = await caller.invite(direction="sendonly")
        caller.ack()
        assert b"a=recvonly" in held.body
        count = len(caller.heard.frames)
        line.send(tone(0.02))
        await asyncio.sleep(0.1)
        assert len(caller.heard.frames) == count
        back = await caller.invite()
        caller.ack()
        assert b"a=sendrecv" in back.body
        line.send(tone(0.02))
        await until(lambda: len(caller.heard.frames) == count + 1)

    with_call(work)


def test_a_sign_of_life_without_media_is_answered() -> None:
    async def work(center: NotedCenter, caller: SipCaller) -> None:
        assert (await caller.request("UPDATE", ("supported", "timer"))).status == 200
        assert (await caller.request("OPTIONS")).status == 200
        assert (await caller.request("SUBSCRIBE")).status == 405

    with_call(work)


def test_transferred_when_the_agent_answers() -> None:
    async def work(center: NotedCenter, caller: SipCaller) -> None:
        center.calls[0].line.transfer()
        await asyncio.wait_for(caller.closed.wait(), 8)
        assert caller.referred_to == "sip:agent@10.0.0.5"
        assert [each.method for each in caller.requests] == ["REFER", "BYE"]

    with_call(work, agent="sip:agent@10.0.0.5")


def test_back_to_us_when_the_agent_does_not() -> None:
    async def work(center: NotedCenter, caller: SipCaller) -> None:
        caller.agent_status = 486
        center.calls[0].line.transfer()
        await asyncio.wait_for(center.calls[0].came_back.wait(), 8)
        assert not caller.closed.is_set()

    with_call(work, agent="sip:agent@10.0.0.5")


def test_without_an_agent_the_call_comes_back_at_once() -> None:
    async def work(center: NotedCenter, caller: SipCaller) -> None:
        center.calls[0].line.transfer()
        await asyncio.wait_for(center.calls[0].came_back.wait(), 8)

    with_call(work)


def test_we_hang_up() -> None:
    async def work(center: NotedCenter, caller: SipCaller) -> None:
        center.calls[0].line.hang_up()
        await asyncio.wait_for(caller.closed.wait(), 8)

    with_call(work)


def test_session_timers(monkeypatch: pytest.MonkeyPatch) -> None:
    """We give a sign of life when that is ours; a caller who owes one and doesn't is hung up on."""
    monkeypatch.setattr(session_timer, "MIN_S", 1)

    async def run() -> None:
        async with listening() as (center, port):
            refreshed, silent = SipCaller(), SipCaller()
            for caller, refresher in ((refreshed, "uas"), (silent, "uac")):
                await caller.open(HOST, port)
                wished = ("session-expires", f"2;refresher={refresher}")
                answer = await caller.invite(("supported", "timer"), wished)
                assert answer.get("session-expires") == f"2;refresher={refresher}"
                caller.follow(answer)
                caller.ack()
            await until(lambda: any(each.method == "UPDATE" for each in refreshed.requests))
            await asyncio.wait_for(silent.closed.wait(), 8)
            assert [call.closed for call in center.calls] == [False, True]

    asyncio.run(run())


def test_who_has_to_show_a_password() -> None:
    async def run() -> None:
        async with listening(digest=Digest("exchange", "geheim")) as (center, port):
            with pytest.raises(ConnectionError, match="401"):
                await SipCaller().call(HOST, port, "exchange", "wrong")
            caller = await SipCaller().call(HOST, port, "exchange", "geheim")
            await until(lambda: center.calls and center.calls[0].started)
            await caller.hang_up()
            assert len(center.calls) == 1

    asyncio.run(run())
