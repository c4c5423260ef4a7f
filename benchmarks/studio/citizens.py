"""Citizens who write at a steady rate, whatever the answers take: an open loop, so that a stalled site shows."""

import asyncio
import statistics
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx


@dataclass
class Turns:
    """What became of the sentences: seconds each answer took, and those without one."""

    took: list[float] = field(default_factory=list)
    lost: int = 0

    def line(self, usual: float | None = None) -> str:
        """Return the figures; `usual`: the median without anything going on, in seconds."""
        ordered = sorted(self.took)
        p95, p99 = (ordered[int(len(ordered) * share)] for share in (0.95, 0.99))
        text = (
            f"{len(ordered)} turns, lost {self.lost}, p50 {statistics.median(ordered) * 1000:.0f} ms, "
            f"p95 {p95 * 1000:.0f}, p99 {p99 * 1000:.0f}, longest {ordered[-1] * 1000:.0f}"
        )
        if usual is not None:
            late = sum(each > usual + 0.3 for each in ordered)
            text += f", more than 300 ms over the usual median: {late}"
        return text


@asynccontextmanager
async def writing(url: str, questions: list[str], rate: float) -> AsyncIterator[Turns]:
    """Let citizens write `rate` sentences a second, each in a talk of its own, while the block runs."""
    turns = Turns()
    limits = httpx.Limits(max_connections=400)
    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False, limits=limits) as http:
        task = asyncio.create_task(_write(http, questions, rate, turns))
        try:
            yield turns
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _write(http: httpx.AsyncClient, questions: list[str], rate: float, turns: Turns) -> None:
    began, count = time.perf_counter(), 0
    async with asyncio.TaskGroup() as talks:
        while True:
            talks.create_task(_say(http, questions[count % len(questions)], turns))
            count += 1
            await asyncio.sleep(max(0.0, began + count / rate - time.perf_counter()))


async def _say(http: httpx.AsyncClient, text: str, turns: Turns) -> None:
    began = time.perf_counter()
    try:
        body = {"session_id": f"bench-{uuid.uuid4().hex}", "text": text}
        answer = await http.post("/api/chat", json=body)
        if answer.status_code == 200 and answer.json()["owner"] == "robot" and answer.json()["replies"]:
            turns.took.append(time.perf_counter() - began)
        else:
            turns.lost += 1
    except httpx.HTTPError:
        turns.lost += 1
