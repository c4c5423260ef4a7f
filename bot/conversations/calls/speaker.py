"""What 小政 says in a call: sentence by sentence into the playout, the first heard while the second is being made."""

import asyncio
import logging

from anyio.to_thread import run_sync

from bot.business.calls.events import Say
from bot.conversations.calls.playout import Playout
from bot.conversations.voice import Voice
from speech.errors import SpeechError

log = logging.getLogger(__name__)


class Speaker:
    """Turns `Say` decisions into sound, in order; what can't be spoken is left out."""

    def __init__(self, voice: Voice, playout: Playout, rate: int) -> None:
        self._voice, self._playout, self._rate = voice, playout, rate
        self._waiting: asyncio.Queue[Say] = asyncio.Queue()
        self._making = False
        self._task = asyncio.create_task(self._work())

    @property
    def busy(self) -> bool:
        """Return whether there is more to come than what the playout holds."""
        return self._making or not self._waiting.empty()

    def say(self, what: Say) -> None:
        """Speak `what` after what is already to be spoken."""
        self._waiting.put_nowait(what)

    async def prepare(self, what: Say) -> None:
        """Make the first sound of what will probably be said, so that saying it begins at once."""
        try:
            await run_sync(next, self._voice.sounds(what, self._rate), None)
        except SpeechError as error:
            log.error("no speech: %s", error.code)

    def hush(self) -> None:
        """Forget what was to be spoken."""
        self._task.cancel()
        self._waiting, self._making = asyncio.Queue(), False
        self._task = asyncio.create_task(self._work())

    def close(self) -> None:
        """Stop."""
        self._task.cancel()

    async def _work(self) -> None:
        while True:
            what = await self._waiting.get()
            self._making = True
            try:
                await self._make(what)
            except SpeechError as error:
                log.error("no speech: %s", error.code)
            self._making = False

    async def _make(self, what: Say) -> None:
        sounds = self._voice.sounds(what, self._rate)
        while (audio := await run_sync(next, sounds, None)) is not None:
            self._playout.add(audio.pcm)
