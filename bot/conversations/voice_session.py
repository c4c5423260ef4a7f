"""A spoken talk: sound in, sound out, one sentence at a time."""

import asyncio
import logging
import time
from typing import Any, Protocol

from anyio.to_thread import run_sync

from bot.business.conversation import Channel, Owner
from bot.business.errors import BusinessError
from bot.conversations.dialogue import Dialogue
from bot.conversations.voice import Voice
from speech.errors import SpeechError
from speech.gate import SpeechGate
from speech.recogniser import Heard, RecognitionSession, joined
from speech.sentences import sentences
from speech.written import to_written

log = logging.getLogger(__name__)

RATE = 16000  # Hz, of what comes in
PAUSE_S = 0.6  # of silence that ends a sentence
_BARGE_IN_S = 0.3  # of speech that stops the answer; shorter sounds are coughs and 嗯
_BARGE_IN_WORDS = 2  # characters heard; noise opens the gate but gives no words
_AHEAD_S = 0.5  # of sound that may lie ready in the page before the next sentence is sent
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
        assert voice.model is not None  # offered only where there are ears
        assert voice.vad is not None
        self._voice = voice
        self._model = voice.model
        self._dialogue = dialogue
        self._session_id = session_id
        self._listener = listener
        self._gate = SpeechGate(voice.vad, stop_s=PAUSE_S)
        self._hearing: RecognitionSession | None = None
        self._heard: list[Heard] = []
        self._speech_s = 0.0
        self._slow = False  # from the moment that the citizen asked for it
        self._answering: asyncio.Task[None] | None = None
        self._began = time.monotonic()

    async def hear(self, pcm: bytes) -> None:
        """Take PCM16 LE mono at RATE, as it comes."""
        for event in self._gate.feed(pcm):
            if event.kind == "speech_start":
                self._hearing, self._heard, self._speech_s = self._model.session(RATE), [], 0.0
                await self._listen(event.pre_roll)
            elif event.kind == "speech":
                await self._listen(event.pcm)
            else:
                await self._understood()

    async def stop_speaking(self) -> None:
        """Break off the answer; a page that plays it throws away what it still holds."""
        if self._answering is not None and not self._answering.done():
            self._answering.cancel()
            await self._tell({"type": "interrupted"})
        self._answering = None

    async def end(self) -> None:
        """Say that the talk is over, because the citizen ended it."""
        await self._tell({"type": "ended"})

    async def close(self) -> None:
        """Stop whatever is still going on."""
        if self._answering is not None:
            self._answering.cancel()

    async def _listen(self, pcm: bytes) -> None:
        self._speech_s += len(pcm) / 2 / RATE
        if self._hearing is None:
            return
        session = self._hearing
        for heard in await run_sync(session.feed, pcm):
            if heard.final:
                self._heard.append(heard)
            text = "".join(each.text for each in self._heard) + ("" if heard.final else heard.text)
            if self._speech_s >= _BARGE_IN_S and len(text) >= _BARGE_IN_WORDS:
                await self.stop_speaking()
            await self._tell({"type": "partial", "text": text})

    async def _understood(self) -> None:
        session, self._hearing = self._hearing, None
        if session is None:
            return
        last = await run_sync(session.finish)
        heard = joined([*self._heard, last] if last else self._heard)
        text = to_written(self._voice.corrections.apply(heard.text)) if heard else ""
        confidence = round(heard.confidence, 3) if heard else 0.0
        await self._tell({"type": "transcript", "text": text, "confidence": confidence})
        if text:
            await self.stop_speaking()
            self._answering = asyncio.create_task(self._answer(text))

    async def _answer(self, text: str) -> None:
        try:
            said = await self._dialogue.say(self._session_id, text, Channel.VOICE)
        except BusinessError as error:
            await self._tell({"type": "error", "error": {"code": error.code, "message": error.message}})
            return
        for reply in said.replies:
            await self._tell({"type": "reply", "reply": reply})
        if said.owner is not Owner.ROBOT:
            await self._tell({"type": "handoff", "owner": said.owner.value})
        self._slow = self._slow or any(reply.get("pace") == "slow" for reply in said.replies)
        for reply in said.replies:
            await self._speak(str(reply["speech"]))

    async def _speak(self, text: str) -> None:
        """Speak sentence by sentence: the first is heard while the second is being made."""
        if self._voice.mouth is None:
            return
        try:
            for sentence in sentences(text):
                audio = await run_sync(self._voice.say, sentence, self._slow)
                await self._tell({"type": "speaking", "state": "start", "rate": audio.rate})
                step = int(audio.rate * _CHUNK_S) * 2
                for at in range(0, len(audio.pcm), step):
                    await self._listener.sound(audio.pcm[at : at + step])
                await asyncio.sleep(max(0.0, audio.seconds - _AHEAD_S))  # stay interruptible while it plays
        except SpeechError as error:
            log.error("no speech: %s", error.code)
        await self._tell({"type": "speaking", "state": "end"})

    async def _tell(self, event: dict[str, Any]) -> None:
        await self._listener.event({**event, "t_ms": int((time.monotonic() - self._began) * 1000)})
