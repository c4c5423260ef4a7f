"""`make bench`: typed and spoken answers on the running product, medians over sentences of the knowledge base."""

import asyncio
import json
import statistics
import tempfile
import time
import uuid
from pathlib import Path

import httpx
import websockets

from bot.knowledge.reader import read
from speech.audio import resample
from speech.synthesiser import Synthesiser
from tests.stack import Site, running_site

TYPED, SPOKEN = 100, 12
_FRAME_S = 0.04


def main() -> None:
    """Start the product, measure, print."""
    questions = [topic.title for topic in read(Path("data"), "wenzhou").topics.values()]
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder)) as site:
        print(_report("typed → reply, ms", _typed(site, questions)))
        if site.ready()["ears"] != "off":
            print(
                _report("last sound → first sound of the answer, ms", asyncio.run(_spoken(site, questions)))
            )
        else:
            print("spoken: not measured, no recogniser model")


def _typed(site: Site, questions: list[str]) -> list[float]:
    taken = []
    with httpx.Client(base_url=site.url, trust_env=False) as http:
        for at in range(TYPED + 10):
            body = {
                "session_id": f"bench-{at // 5}-{uuid.uuid4().hex[:4]}",
                "text": questions[at % len(questions)],
            }
            began = time.perf_counter()
            http.post("/api/chat", json=body).raise_for_status()
            taken.append((time.perf_counter() - began) * 1000)
    return taken[10:]  # the first ones also load what is loaded on first use


async def _spoken(site: Site, questions: list[str]) -> list[float]:
    with tempfile.TemporaryDirectory() as cache:
        mouth = Synthesiser(workers=1, cache_dir=Path(cache))
        try:
            return [await _one(site, resample(mouth.speak(each), 16000).pcm) for each in questions[:SPOKEN]]
        finally:
            mouth.close()


async def _one(site: Site, pcm: bytes) -> float:
    """Say a sentence in real time, then silence; return ms from its last sound to the answer's first."""
    address = site.url.replace("http", "ws") + "/api/voice"
    async with websockets.connect(address, max_size=None) as socket:
        await socket.recv()
        heard = asyncio.create_task(_first_sound(socket))
        step = int(16000 * _FRAME_S) * 2
        ended = 0.0
        for at in range(0, len(pcm) + 16000 * 2 * 4, step):
            frame = pcm[at : at + step]
            if at < len(pcm):
                ended = time.perf_counter()
            await socket.send(frame.ljust(step, b"\0"))
            await asyncio.sleep(_FRAME_S)
            if heard.done():
                break
        return (await asyncio.wait_for(heard, 10) - ended) * 1000


async def _first_sound(socket: websockets.ClientConnection) -> float:
    async for message in socket:
        if isinstance(message, bytes):
            return time.perf_counter()
        if json.loads(message)["type"] == "error":
            raise RuntimeError(message)
    raise RuntimeError("closed")


def _report(what: str, taken: list[float]) -> str:
    ordered = sorted(taken)
    p95 = ordered[int(len(ordered) * 0.95) - 1]
    return f"{what}: median {statistics.median(ordered):.0f}, p95 {p95:.0f}, n {len(ordered)}"


if __name__ == "__main__":
    main()
