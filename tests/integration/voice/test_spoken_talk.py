"""A spoken talk over the WebSocket: real voice in, real recogniser, real answer, real voice out."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
import websockets

from speech.audio import resample
from speech.recogniser import RecogniserModel, transcribe
from speech.synthesiser import Synthesiser
from tests.stack import Site

MODEL = Path("tests/models/vosk-xiaozheng-cn")


@pytest.fixture(scope="module")
def mouth(tmp_path_factory: pytest.TempPathFactory):
    made = Synthesiser(workers=1, cache_dir=tmp_path_factory.mktemp("voice"))
    yield made
    made.close()


def spoken(mouth: Synthesiser, text: str) -> bytes:
    """Return the sound of `text`, 16 kHz, with the silence that ends a sentence."""
    return resample(mouth.speak(text), 16000).pcm + bytes(16000 * 2 * 2)


async def _talk(url: str, sound: bytes) -> tuple[list[dict[str, Any]], int]:
    events: list[dict[str, Any]] = []
    sounded = 0
    async with websockets.connect(url, max_size=None) as socket:
        for at in range(0, len(sound), 1280):
            await socket.send(sound[at : at + 1280])
        async for message in socket:
            if isinstance(message, bytes):
                sounded += len(message)
                continue
            events.append(json.loads(message))
            if events[-1]["type"] == "speaking" and events[-1]["state"] == "end":
                await socket.send('{"type": "end"}')
            if events[-1]["type"] in ("ended", "error"):
                break
    return events, sounded


def talk(site: Site, sound: bytes, query: str = "") -> tuple[list[dict[str, Any]], int]:
    return asyncio.run(
        asyncio.wait_for(_talk(site.url.replace("http", "ws") + "/api/voice" + query, sound), 60)
    )


def test_a_spoken_question_is_answered_by_voice(site: Site, mouth: Synthesiser) -> None:
    events, sounded = talk(site, spoken(mouth, "失业金能领几个月"))
    kinds = [event["type"] for event in events]
    assert kinds.index("ready") < kinds.index("partial") < kinds.index("transcript") < kinds.index("reply")
    transcript = next(event for event in events if event["type"] == "transcript")
    assert "失业金" in transcript["text"]
    reply = next(event for event in events if event["type"] == "reply")["reply"]
    assert reply["topic"] == "unemp_duration"
    assert sounded > 16000 * 2 * 3  # more than three seconds of answer
    assert [event["t_ms"] for event in events] == sorted(event["t_ms"] for event in events)


def test_silence_gives_no_words(site: Site) -> None:
    async def silent() -> list[str]:
        kinds = []
        async with websockets.connect(site.url.replace("http", "ws") + "/api/voice") as socket:
            for _ in range(75):
                await socket.send(bytes(1280))
            await socket.send('{"type": "end"}')
            async for message in socket:
                kinds.append(json.loads(message)["type"])
        return kinds

    assert asyncio.run(asyncio.wait_for(silent(), 30)) == ["ready", "ended"]


@pytest.mark.parametrize("query", ["?rate=44100", "?session_id=%2e%2e"])
def test_what_cannot_be_heard_is_refused_in_words(site: Site, query: str) -> None:
    events, _ = talk(site, b"", query)
    assert events[0]["error"]["message"]


def test_odd_frames_cost_nothing_else(site: Site, mouth: Synthesiser) -> None:
    async def odd() -> str:
        async with websockets.connect(site.url.replace("http", "ws") + "/api/voice") as socket:
            await socket.recv()
            for frame in (b"", b"\x01", "no json", "[]", '{"type": "dance"}', b"\xff" * 4000):
                await socket.send(frame)
            await socket.send('{"type": "end"}')
            return json.loads(await socket.recv())["type"]

    assert asyncio.run(asyncio.wait_for(odd(), 30)) == "ended"


@pytest.mark.parametrize("rate", [8000, 16000])
def test_the_committed_model_hears_synthetic_speech_at_both_rates(mouth: Synthesiser, rate: int) -> None:
    model = RecogniserModel.load(MODEL)
    wrong = 0
    texts = [
        "失业金能领几个月",
        "我要转人工",
        "现在多少岁退休",
        "异地就医备案怎么办",
        "幺三八零零幺三八零零零",
    ]
    for text in texts:
        heard = transcribe(model, resample(mouth.speak(text), rate)).text
        wrong += (
            sum(a != b for a, b in zip(heard.ljust(len(text)), text, strict=False)) if heard != text else 0
        )
    assert wrong <= 0.1 * sum(map(len, texts))
