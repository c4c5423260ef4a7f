"""What UDP may lose is sent again until it is answered (RFC 3261, section 17: timers A, E, G and their limits)."""

import asyncio
from collections.abc import Callable

T1_S, T2_S = 0.5, 4.0
GIVE_UP_S = 64 * T1_S


class Repeating:
    """Sends at once, then after 0.5, 1, 2, 4, 4, … seconds until `stop`; after 32 s it calls `gave_up`."""

    def __init__(self, send: Callable[[], None], gave_up: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._send, self._wait = send, T1_S
        self._end = self._loop.call_later(GIVE_UP_S, self._give_up, gave_up)
        send()
        self._next = self._loop.call_later(self._wait, self._again)

    def stop(self) -> None:
        """It was answered."""
        self._next.cancel()
        self._end.cancel()

    def _again(self) -> None:
        self._send()
        self._wait = min(2 * self._wait, T2_S)
        self._next = self._loop.call_later(self._wait, self._again)

    def _give_up(self, gave_up: Callable[[], None]) -> None:
        self.stop()
        gave_up()
