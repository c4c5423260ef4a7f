"""A spoken talk: sound in, sound out, one sentence at a time."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from anyio.to_thread import run_sync

from bot.business.conversation import Channel
from bot.business.errors import BusinessError
from bot.conversations.dialogue import Dialogue
from bot.conversations.voice import Voice
from speech.errors import SpeechError
from speech.synthesiser import sentences
from speech.vad import SpeechGate
from speech.written import to_written

log = logging.getLogger(__name__)

RATE = 16000  # Hz, of what comes in
PAUSE_S = 0.6  # of silence that ends a sentence
_BARGE_IN_S = 0.3  # of speech that stops the answer; shorter sounds are coughs and 嗯
_CHUNK_S = 0.2  # of sound handed over at once, so that an interruption has little left to throw away


class Listener(Protocol):
    """Where a talk's events and sound go."""

    async def event(self, event: dict[str, Any]) -> None:
        """Tell what happened."""
        ...

    async def sound(self, pcm: bytes) -> None:
        """Hand over PCM16 mono at the rate of the last `speaking` event."""
        ...


class VoiceSession:
    """Hears one citizen, has the sentence answered and speaks the answer. Not shared between tasks."""

    def __init__(self, voice: Voice, dialogue: Dialogue, session_id: str, listener: Listener) -> None:
        assert voice.model is not None and voice.vad is not None  # offered only where there are ears
        self._voice = voice
        self._dialogue = dialogue
        self._session_id = session_id
        self._listener = listener
        self._gate = SpeechGate(voice.vad, stop_s=PAUSE_S)
        self._hearing: Any = None
        self._heard = ""
        self._speech_began = 0.0
        self._answering: asyncio.Task[None] | None = None
        self._silent_until = 0.0
        self._began = time.monotonic()
        self._turn = 0

    async def hear(self, pcm: bytes) -> None:
        """Take PCM16 LE mono at RATE, as it comes."""
        for event in self._gate.feed(pcm):
            if event.kind == "speech_start":
                await self._start(event.pre_roll)
            elif event.kind == "speech":
                await self._listen(event.pcm)
            elif event.kind == "speech_end":
                await self._end()

    async def stop_speaking(self) -> None:
        """Break off the answer."""
        if self._answering is not None and not self._answering.done():
            self._answering.cancel()
            await self._tell({"type": "interrupted"})
        self._answering = None

    async def close(self) -> None:
        """End the talk."""
        if self._answering is not None:
            self._answering.cancel()

    async def _tell(self, event: dict[str, Any]) -> None:
        await self._listener.event({**event, "t_ms": int((time.monotonic() - self._began) * 1000)})
