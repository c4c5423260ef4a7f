"""One caller's sound, turned into speech events: voice activity on the loop, recognition in threads."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from anyio.to_thread import run_sync

from bot.business.calls import events as at
from bot.conversations.voice import Voice
from speech.errors import SpeechError
from speech.gate import GateEvent, SpeechGate
from speech.recogniser import Heard, HeardWord, RecognitionSession, joined
from speech.written import to_written

log = logging.getLogger(__name__)

_TELL_EVERY_S = 0.1  # of speech
_MOST_WAITING = 200  # pieces of sound; a recogniser that is so far behind is given up, the call is not


@dataclass(frozen=True)
class Understood:
    """A turn of the caller. `ended_at`: the loop's time of its last sound; words with their times within the turn."""

    text: str
    confidence: float
    ended_at: float
    words: tuple[HeardWord, ...]


class _Pause:
    """Stands between the sounds where the speaker fell silent."""


class Ears:
    """Tells `on_speech` while somebody speaks and `on_turn` when they have finished. Belongs to one loop.

    `on_pause` gets what they have said when they fall silent, before it is clear whether they have finished.
    """

    def __init__(
        self,
        voice: Voice,
        rate: int,
        on_speech: Callable[[at.Speech], None],
        on_pause: Callable[[str], None],
        on_turn: Callable[[Understood], None],
    ) -> None:
        assert voice.model is not None  # lines are opened only where there are ears
        self._voice, self._model, self._rate = voice, voice.model, rate
        self._gate = SpeechGate(voice.vads[rate])
        self._on_speech, self._on_pause, self._on_turn = on_speech, on_pause, on_turn
        self._work: asyncio.Queue[bytes | float | _Pause | None] = asyncio.Queue()
        self._task = asyncio.create_task(self._recognise())
        self._told_s = 0.0
        self._text = ""  # what the running turn says so far
        self._loop = asyncio.get_running_loop()

    def hear(self, pcm: bytes) -> None:
        """Take PCM16, as it comes."""
        for event in self._gate.feed(pcm):
            self._take(event)

    def set_pause(self, seconds: float) -> None:
        """Let so much silence end a turn from now on."""
        self._gate.stop_s = seconds

    def close(self) -> None:
        """Stop listening; the recogniser is freed."""
        self._task.cancel()

    def _take(self, event: GateEvent) -> None:
        if event.kind == "speech_start":
            self._text, self._told_s = "", 0.0
            self._work.put_nowait(None)
            self._work.put_nowait(event.pre_roll)
            self._tell()
        elif event.kind == "speech":
            if self._work.qsize() < _MOST_WAITING:
                self._work.put_nowait(event.pcm)
            if self._gate.speech_s - self._told_s >= _TELL_EVERY_S:
                self._tell()
        elif event.kind == "pause":
            self._work.put_nowait(_Pause())
        else:
            self._work.put_nowait(self._loop.time() - (self._gate.now_s - event.at_s))

    def _tell(self) -> None:
        self._told_s = self._gate.speech_s
        self._on_speech(at.Speech(self._told_s, self._text))

    async def _recognise(self) -> None:
        """Work off what was heard, one turn after the other; a broken turn counts as not understood."""
        while True:
            began = await self._work.get()
            assert began is None
            try:
                turn = await self._one_turn()
            except SpeechError as error:
                log.error("recogniser: %s", error.code)
                turn = Understood("", 0.0, await self._skip(), ())
            self._on_turn(turn)

    async def _one_turn(self) -> Understood:
        session = await run_sync(self._model.session, self._rate)
        finished: list[Heard] = []
        while True:
            sound, then = await self._next()
            for heard in await run_sync(session.feed, sound) if sound else ():
                if heard.final:
                    finished.append(heard)
                self._partial("".join(each.text for each in finished) + ("" if heard.final else heard.text))
            if isinstance(then, _Pause):
                self._on_pause(self._written(self._text))
            elif then is not None:
                return await self._finished(session, finished, then)

    async def _next(self) -> tuple[bytes, float | _Pause | None]:
        """Return the sound that has gathered, and what came then: a pause, or the moment of the turn's last sound."""
        sound = bytearray()
        while True:
            item = await self._work.get()
            if isinstance(item, float | _Pause):
                return bytes(sound), item
            sound += item or b""
            if self._work.empty():
                return bytes(sound), None

    async def _finished(
        self, session: RecognitionSession, finished: list[Heard], ended_at: float
    ) -> Understood:
        last = await run_sync(session.finish)
        heard = joined([*finished, last] if last else finished)
        if heard is None:
            return Understood("", 0.0, ended_at, ())
        return Understood(self._written(heard.text), round(heard.confidence, 3), ended_at, heard.words)

    async def _skip(self) -> float:
        """Return the end of a turn that can't be understood."""
        while True:
            _, then = await self._next()
            if isinstance(then, float):
                return then

    def _written(self, text: str) -> str:
        return to_written(self._voice.corrections.apply(text))

    def _partial(self, text: str) -> None:
        self._text = text
        self._on_speech(at.Speech(self._told_s, text))
