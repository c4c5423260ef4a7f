"""`python -m benchmarks.desk`: one web app (uvicorn, SQLite), 50 open desks, 500 who wait.

For 40 s, every second 5 talks are claimed, 5 citizens say something while they wait, and 10 drafts are saved. Measured
from the sending of a request: how long the claim takes, and how long until every one of the 50 desks was told.
"""

import asyncio
import json
import random
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from websockets.asyncio.client import ClientConnection, connect

from bot.bootstrap import Services, build_services
from bot.business.conversation import Channel, Speaker
from bot.business.handoff import Handoff, HandoffReason
from bot.business.staff import Role
from bot.settings import Settings
from bot.store.database import upgrade
from bot.web.app import create_app
from tests.integration.postgres import free_port

DESKS, WAITING, SECONDS = 50, 500, 40
_CLAIMS, _WORDS, _DRAFTS = 5, 5, 10  # in a second
_PASSWORD = "a long enough one"  # noqa: S105
_LOGINS = 15  # from one address; the site allows 20
_STAY = 250  # of those who wait nobody claims these: their words are for all desks
_OFFICE = "tests/data/office_always_open.yml"


@dataclass
class Agent:
    """An agent's browser; `told` counts the bytes that were pushed to it."""

    http: httpx.AsyncClient
    name: str
    told: int = 0


@dataclass
class Measured:
    """What happened, and when each event was known to how many desks."""

    claims_s: list[float] = field(default_factory=list)
    told_s: dict[str, list[float]] = field(default_factory=lambda: {"claim": [], "words": []})
    open: dict[str, tuple[str, float, set[str]]] = field(default_factory=dict)  # by mark
    failed: Counter[str] = field(default_factory=Counter)

    def expect(self, mark: str, kind: str) -> None:
        """Begin to wait for an event that every desk has to see."""
        self.open[mark] = (kind, time.perf_counter(), set())

    def seen(self, mark: str, desk: str) -> None:
        """Note that a desk knows of an event; when all do, it is over."""
        if mark in self.open:
            kind, began, desks = self.open[mark]
            desks.add(desk)
            if len(desks) == DESKS:
                self.told_s[kind].append(time.perf_counter() - began)
                del self.open[mark]


def main() -> None:
    """Measure and print."""
    if len(sys.argv) > 1:
        uvicorn.run(create_app(_settings(Path(sys.argv[1]))), port=int(sys.argv[2]), log_level="warning")
        return
    with tempfile.TemporaryDirectory() as folder:
        var, port = Path(folder), free_port()
        upgrade(_settings(var).database)
        services = build_services(_settings(var))
        waiting = _filled(services)
        server = subprocess.Popen([sys.executable, "-m", "benchmarks.desk", folder, str(port)])
        try:
            asyncio.run(_measured(f"127.0.0.1:{port}", waiting))
        finally:
            server.terminate()
            server.wait()
            services.database.close()


def _settings(var: Path) -> Settings:
    return Settings(
        var=var, vosk_model=var / "none", rasa_port=1, office=Path(_OFFICE), messages_per_minute=10_000
    )


def _filled(services: Services) -> list[Handoff]:
    for index in range(DESKS):
        services.staff.add(_name(index), _PASSWORD, f"坐席{index}", Role.AGENT, capacity=20, given=False)
    return [_waits(services, index) for index in range(WAITING)]


def _waits(services: Services, index: int) -> Handoff:
    talk = services.conversations.start(Channel.WEB)
    for turn in range(6):
        speaker = Speaker.ROBOT if turn % 2 else Speaker.CITIZEN
        services.conversations.add_turn(
            talk.id, speaker, f"第{index}位市民的第{turn}句话，说的是社保断缴以后怎么补"
        )
    return services.handoffs.request(talk.id, HandoffReason.ASKED, "社保断缴以后怎么补")


def _name(index: int) -> str:
    return f"agent{index:02}"


async def _measured(place: str, waiting: list[Handoff]) -> None:
    await _ready(place)
    agents = [await _logged_in(place, index) for index in range(DESKS)]
    measured = Measured()
    listening = [asyncio.create_task(_listen(place, agent, measured)) for agent in agents]
    await asyncio.sleep(5)  # everybody has the whole queue
    first = sum(agent.told for agent in agents) / DESKS
    doing: list[asyncio.Task[None]] = []
    random.shuffle(waiting)
    for turn in range(SECONDS * _CLAIMS):
        began = time.perf_counter()
        doing.append(asyncio.create_task(_claim(random.choice(agents), waiting.pop(), measured)))
        doing.append(asyncio.create_task(_speak(agents[0].http, waiting[turn % _STAY], measured)))
        doing += [
            asyncio.create_task(_draft(random.choice(agents), random.choice(waiting), measured))
            for _ in range(_DRAFTS // _CLAIMS)
        ]
        await asyncio.sleep(max(0.0, 1 / _CLAIMS - (time.perf_counter() - began)))
    await asyncio.gather(*doing)
    await asyncio.sleep(3)
    for task in listening:
        task.cancel()
    _print(measured, first, sum(agent.told for agent in agents) / DESKS - first)


async def _ready(place: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        for _ in range(120):
            try:
                await http.get(f"http://{place}/agent/login")
                return
            except httpx.HTTPError:
                await asyncio.sleep(0.5)
    raise TimeoutError("the app didn't start")


async def _logged_in(place: str, index: int) -> Agent:
    # The server closes connections after 5 s without a request: ours are given up before.
    kept = httpx.Limits(keepalive_expiry=3)
    transport = httpx.AsyncHTTPTransport(local_address=f"127.0.0.{2 + index // _LOGINS}", limits=kept)
    http = httpx.AsyncClient(base_url=f"http://{place}", transport=transport, timeout=30)
    page = (await http.get("/agent/login")).text
    form = {"username": _name(index), "password": _PASSWORD, "csrf": _between(page, 'name="csrf" value="')}
    answer = await http.post("/agent/login", data=form)
    assert answer.status_code == 303, answer.text
    http.headers["x-csrf-token"] = _between((await http.get("/agent")).text, 'name="csrf" content="')
    return Agent(http, _name(index))


def _between(text: str, before: str) -> str:
    return text.split(before)[1].split('"')[0]


async def _listen(place: str, agent: Agent, measured: Measured) -> None:
    cookie = "; ".join(f"{name}={value}" for name, value in agent.http.cookies.items())
    headers = {"Cookie": cookie}
    async with connect(f"ws://{place}/api/agent/events", additional_headers=headers, max_size=None) as socket:
        await _hear(socket, agent, measured)


async def _hear(socket: ClientConnection, agent: Agent, measured: Measured) -> None:
    async for raw in socket:
        agent.told += len(raw)
        message: dict[str, Any] = json.loads(raw)
        if message["type"] == "ping":
            await socket.send('{"type":"alive"}')
        elif message["type"] == "rows":
            for id in message["gone"]:
                measured.seen(id, agent.name)
            for row in message["set"]:
                measured.seen(row["last_words"], agent.name)
                if row["status"] == "active":
                    measured.seen(row["id"], agent.name)


async def _claim(agent: Agent, handoff: Handoff, measured: Measured) -> None:
    measured.expect(handoff.id, "claim")
    began = time.perf_counter()
    answer = await agent.http.post(f"/api/agent/handoffs/{handoff.id}/claim", json={})
    measured.claims_s.append(time.perf_counter() - began)
    measured.failed[f"claim {answer.status_code}"] += answer.status_code != 200


async def _speak(http: httpx.AsyncClient, handoff: Handoff, measured: Measured) -> None:
    words = f"还要等多久 {secrets.token_urlsafe(6)}"
    measured.expect(words, "words")
    body = {"session_id": handoff.conversation_id, "text": words}
    answer = await http.post("/api/chat", json=body)
    measured.failed[f"words {answer.status_code}"] += answer.status_code != 200


async def _draft(agent: Agent, handoff: Handoff, measured: Measured) -> None:
    path = f"/api/agent/conversations/{handoff.conversation_id}/draft"
    answer = await agent.http.put(path, json={"text": "您好，请稍等，"})
    measured.failed[f"draft {answer.status_code}"] += answer.status_code not in (
        200,
        403,
    )  # 403: just claimed


def _print(measured: Measured, first: float, later: float) -> None:
    print(
        f"{DESKS} desks, {WAITING} waiting; the whole queue once {first / 1024:.0f} KB, then {later / SECONDS / 1024:.1f} KB/s each"
    )
    for name, times in {
        "claim": measured.claims_s,
        **{f"{k} → all desks": v for k, v in measured.told_s.items()},
    }.items():
        times.sort()
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        print(
            f"  {name}: {len(times)}; p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, longest {times[-1] * 1000:.0f} ms"
        )
    print(f"  not known to all desks: {len(measured.open)}; failed: {dict(+measured.failed) or 'none'}")


if __name__ == "__main__":
    main()
