"""What every test caller does, whatever line it uses: speaks in real time, listens, notes when it heard what."""

import asyncio
from dataclasses import dataclass, field

from tests.calls.clients.sound import FRAME_S, is_loud


@dataclass
class Heard:
    """What a caller heard: every frame with the moment it came (loop seconds)."""

    frames: list[tuple[float, bytes]] = field(default_factory=list)

    def first_sound_after(self, moment: float) -> float | None:
        """Return when speech was first heard after a moment."""
        return next((at for at, pcm in self.frames if at > moment and is_loud(pcm)), None)

    def last_sound(self) -> float | None:
        """Return when speech was last heard."""
        return next((at for at, pcm in reversed(self.frames) if is_loud(pcm)), None)

    def sound(self) -> bytes:
        """Return all of it."""
        return b"".join(pcm for _, pcm in self.frames)


class Caller:
    """Base of the callers. A subclass sends frames and keys, and calls `heard_frame` and `line_closed`."""

    rate = 8000

    def __init__(self) -> None:
        self.heard = Heard()
        self.closed = asyncio.Event()
        self._to_say = bytearray()
        self._said = asyncio.Event()
        self._said.set()
        self.last_said = 0.0  # when the last sound of ours left
        self._loop = asyncio.get_running_loop()

    async def say(self, pcm: bytes) -> float:
        """Speak in real time; return when the last sound left."""
        self._to_say += pcm
        self._said.clear()
        await self._said.wait()
        return self.last_said

    async def quiet(self, seconds: float, patience_s: float = 30.0) -> None:
        """Wait until nothing has been heard for `seconds`. Raises TimeoutError."""
        end = self._loop.time() + patience_s
        while True:
            last = self.heard.last_sound()
            now = self._loop.time()
            if last is not None and now - last >= seconds:
                return
            if now > end or self.closed.is_set():
                raise TimeoutError("never quiet")
            await asyncio.sleep(FRAME_S)

    async def sound_after(self, moment: float, patience_s: float = 10.0) -> float:
        """Return when speech was first heard after a moment. Raises TimeoutError."""
        end = self._loop.time() + patience_s
        while (found := self.heard.first_sound_after(moment)) is None:
            if self._loop.time() > end or self.closed.is_set():
                raise TimeoutError("nothing heard")
            await asyncio.sleep(0.005)
        return found

    async def press(self, key: str) -> None:
        """Press a key."""
        raise NotImplementedError

    async def hang_up(self) -> None:
        """End the call."""
        raise NotImplementedError

    def _next_frame(self) -> bytes:
        size = round(self.rate * FRAME_S) * 2
        if not self._to_say:
            return bytes(size)
        frame = bytes(self._to_say[:size]).ljust(size, b"\0")
        del self._to_say[:size]
        self.last_said = self._loop.time()
        if not self._to_say:
            self._said.set()
        return frame

    def _heard_frame(self, pcm: bytes) -> None:
        self.heard.frames.append((self._loop.time(), pcm))

    async def _pace(self) -> None:
        due = self._loop.time()
        while not self.closed.is_set():
            self._send_frame(self._next_frame())
            due += FRAME_S
            await asyncio.sleep(max(0.0, due - self._loop.time()))

    def _send_frame(self, pcm: bytes) -> None:
        raise NotImplementedError
