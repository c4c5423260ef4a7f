"""AudioSocket over real connections, with an exchange that behaves as a running Asterisk was seen to."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bot.channels.audiosocket import serve_audiosocket
from tests.calls.clients.asterisk import AsteriskCaller
from tests.integration.sip.center import HOST, NotedCenter, until


@asynccontextmanager
async def exchange() -> AsyncIterator[tuple[NotedCenter, int]]:
    center = NotedCenter()
    server = await serve_audiosocket(center, HOST, 0)  # type: ignore[arg-type]
    try:
        yield center, server.sockets[0].getsockname()[1]
    finally:
        server.close()


def with_call(work: Callable[[NotedCenter, AsteriskCaller], Awaitable[None]], rate: int = 8000) -> None:
    async def run() -> None:
        async with exchange() as (center, port):
            caller = await AsteriskCaller(rate).call(HOST, port)
            await until(lambda: center.calls and center.calls[0].started)
            await work(center, caller)
            await until(lambda: center.calls[0].closed)
            assert caller.dropped is None

    asyncio.run(run())


@pytest.mark.parametrize("rate", [8000, 16000])
def test_sound_at_the_exchanges_rate_and_keys(rate: int) -> None:
    async def work(center: NotedCenter, caller: AsteriskCaller) -> None:
        call = center.calls[0]
        assert call.line.rate == rate
        loud = b"\x00\x20" * (rate // 50)
        await caller.say(loud * 5)
        await caller.press("7")
        call.line.send(loud)
        await until(lambda: call.keys == ["7"] and loud in bytes(call.sound) and loud in caller.heard.sound())
        await caller.hang_up()

    with_call(work, rate)


def test_we_give_the_call_back() -> None:
    async def work(center: NotedCenter, caller: AsteriskCaller) -> None:
        center.calls[0].line.transfer()
        await asyncio.wait_for(caller.closed.wait(), 8)

    with_call(work)


def test_a_call_that_nobody_announced_is_refused() -> None:
    async def run() -> None:
        async with exchange() as (center, port):
            caller = AsteriskCaller()
            center.unknown.add(caller.id)
            await caller.call(HOST, port)
            await asyncio.wait_for(caller.closed.wait(), 8)
            assert center.calls == []

    asyncio.run(run())


@pytest.mark.parametrize("first", [b"GET / HTTP/1.1\r\n\r\n", b"\x01\x00\x03abc", b"\x10\x00\x02\x00\x00"])
def test_what_is_no_call_is_closed_and_the_next_call_comes_through(first: bytes) -> None:
    async def run() -> None:
        async with exchange() as (center, port):
            reader, writer = await asyncio.open_connection(HOST, port)
            writer.write(first + b"\x00" * 400)
            assert await asyncio.wait_for(reader.read(), 8) == b""
            caller = await AsteriskCaller().call(HOST, port)
            await until(lambda: center.calls and center.calls[0].started)
            await caller.hang_up()
            await until(lambda: center.calls[0].closed)

    asyncio.run(run())


def test_with_us_down_the_dialplan_queues_the_caller() -> None:
    async def run() -> None:
        assert await AsteriskCaller().outcome("http://127.0.0.1:9", "token") == "queue"

    asyncio.run(run())
