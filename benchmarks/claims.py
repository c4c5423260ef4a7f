"""`python -m benchmarks.claims [DATABASE_URL]`: 50 agents claim from 500 waiting talks, 10,000 tries in all.

Once all at full speed, each agent trying again as soon as the last try is over: who wins is checked against the log of
owners. Once at the pace of people, each agent a try every two seconds: that is how long a click takes. Without an
address a new SQLite file is used; a PostgreSQL database has to be empty.
"""

import random
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bot.bootstrap import Services, build_services
from bot.business.conversation import Channel, Owner
from bot.business.errors import AlreadyClaimed, NotAllowed
from bot.business.handoff import HandoffReason
from bot.business.staff import Role
from bot.settings import Settings
from bot.store.database import upgrade

AGENTS, WAITING, TRIES = 50, 500, 10_000
_CAPACITY = 20
_PACE_S, _PACED_TRIES = 2.0, 10  # of each agent


@dataclass
class Tried:
    """What came of one agent's tries."""

    won: list[str] = field(default_factory=list)
    late: int = 0
    full: int = 0
    took_s: list[float] = field(default_factory=list)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/hotline.db"
        upgrade(url)
        services = build_services(Settings(database_url=url, var=Path(folder)))
        agents = [_agent(services, index) for index in range(AGENTS)]
        print(url.split(":")[0])
        _measured("at full speed", services, agents, TRIES // AGENTS, 0.0)
        _freed(services, agents)
        _measured("at people's pace", services, agents, _PACED_TRIES, _PACE_S)
        services.database.close()


def _agent(services: Services, index: int) -> str:
    name = f"agent{index:02}"
    services.staff.add(name, "a long enough one", name, Role.AGENT, capacity=_CAPACITY)
    return name


def _measured(name: str, services: Services, agents: list[str], tries: int, pace_s: float) -> None:
    waiting = [_waits(services) for _ in range(WAITING)]
    start = threading.Barrier(AGENTS)
    began = time.perf_counter()
    with ThreadPoolExecutor(AGENTS) as pool:
        tried = list(
            pool.map(lambda each: _tries(services, each, list(waiting), tries, pace_s, start), agents)
        )
    took = time.perf_counter() - began
    _checked(services, tried)
    times = sorted(second for each in tried for second in each.took_s)
    won, late, full = (
        sum(len(each.won) for each in tried),
        sum(each.late for each in tried),
        sum(each.full for each in tried),
    )
    print(
        f"  {name}: {len(times)} tries in {took:.1f} s ({len(times) / took:.0f}/s): {won} won, {late} late, {full} without room; "
        f"p50 {_at(times, 0.5):.0f} ms, p95 {_at(times, 0.95):.0f} ms, p99 {_at(times, 0.99):.0f} ms, "
        f"longest {times[-1] * 1000:.0f} ms"
    )


def _waits(services: Services) -> str:
    conversation = services.conversations.start(Channel.WEB)
    return services.handoffs.request(conversation.id, HandoffReason.ASKED).id


def _tries(
    services: Services, agent: str, waiting: list[str], tries: int, pace_s: float, start: threading.Barrier
) -> Tried:
    random.shuffle(waiting)
    tried = Tried()
    start.wait()
    time.sleep(random.uniform(0, pace_s))
    for at in range(tries):
        began = time.perf_counter()
        try:
            handoff = services.handoffs.claim(waiting[at % len(waiting)], agent)
            tried.won.append(handoff.id)
        except AlreadyClaimed:
            tried.late += 1
        except NotAllowed:
            tried.full += 1
        tried.took_s.append(time.perf_counter() - began)
        time.sleep(max(0.0, pace_s - tried.took_s[-1]))
    return tried


def _checked(services: Services, tried: list[Tried]) -> None:
    """Fail when a talk was won twice, an agent has too many, or the log tells otherwise."""
    won = [id for each in tried for id in set(each.won)]
    assert len(won) == len(set(won)), "a talk was won twice"
    assert all(len(set(each.won)) <= _CAPACITY for each in tried), "an agent has more talks than they may"
    for handoff_id in won:
        handoff = services.handoffs.get(handoff_id)
        assert handoff is not None
        owned = [each.to_owner for each in services.ownership.history(handoff.conversation_id)]
        assert owned == [Owner.QUEUE, Owner.AGENT], owned


def _freed(services: Services, agents: list[str]) -> None:
    for agent in agents:
        for talk in services.handoffs.active(agent):
            services.handoffs.end(talk.id, agent)
    for talk in services.handoffs.waiting():
        services.handoffs.withdraw(talk.conversation_id)


def _at(times: list[float], share: float) -> float:
    return times[int(len(times) * share)] * 1000


if __name__ == "__main__":
    main()
