"""How long a call lives without a sign of life, and who gives it (RFC 4028)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.channels.sip.message import Message, parameter

MIN_S = 90
_USUAL_S = 1800


class TooShort(ValueError):
    """The other side wants a sign of life more often than we allow."""


@dataclass(frozen=True)
class SessionTimer:
    """`seconds` after the last sign of life the call is over; `ours`: we give it, otherwise the caller does."""

    seconds: int
    ours: bool

    @property
    def header(self) -> tuple[str, str]:
        """Return the header that says so in our 200."""
        return ("session-expires", f"{self.seconds};refresher={'uas' if self.ours else 'uac'}")


def agreed(invite: Message) -> SessionTimer | None:
    """Return the timer for a call or a refresh of it, None when the caller knows none. Raises TooShort."""
    if "timer" not in _words(invite, "supported") | _words(invite, "require"):
        return None
    wished = invite.get("session-expires")
    if not wished:
        return SessionTimer(_USUAL_S, ours=False)
    seconds = wished.partition(";")[0].strip()
    if not (seconds.isdigit() and seconds.isascii()) or int(seconds[:9]) < MIN_S:
        raise TooShort
    return SessionTimer(min(int(seconds[:9]), 24 * 3600), ours=parameter(wished, "refresher") == "uas")


class Ask(Protocol):
    """Sends our sign of life; `done` gets the final response, None when none came."""

    def __call__(self, done: Callable[[Message | None], None], *headers: tuple[str, str]) -> None:
        """Send it with these headers."""
        ...


class SignsOfLife:
    """Gives them or waits for them, as agreed. `ask`: None when the caller takes none; `expired`: none came."""

    def __init__(self, ask: Ask | None, expired: Callable[[], None]) -> None:
        self._ask, self._expired = ask, expired
        self._timer: SessionTimer | None = None
        self._next: asyncio.TimerHandle | None = None

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Return what our 200 says of it."""
        return (self._timer.header,) if self._timer else ()

    def agree(self, request: Message) -> None:
        """Take what an INVITE or UPDATE wishes; without a wish it stays as it was. Raises TooShort."""
        self._timer = agreed(request) or self._timer

    def begin(self) -> None:
        """Count from now: there was a sign of life."""
        self.stop()
        if self._timer is None:
            return
        # RFC 4028, section 10: the refresher acts at half time; the other hangs up shortly before the end
        seconds = self._timer.seconds
        wait = seconds / 2 if self._timer.ours else seconds - min(32, seconds / 3)
        act = self._give if self._timer.ours else self._expired
        self._next = asyncio.get_running_loop().call_later(wait, act)

    def stop(self) -> None:
        """Count no more."""
        if self._next is not None:
            self._next.cancel()

    def _give(self) -> None:
        if self._timer is not None and self._ask is not None:  # otherwise the caller keeps the time
            self._ask(self._given, ("supported", "timer"), self._timer.header)

    def _given(self, response: Message | None) -> None:
        if response is None or response.status in (408, 481):
            self._expired()
        else:
            self.begin()


def _words(message: Message, name: str) -> set[str]:
    return {word.strip().lower() for value in message.all(name) for word in value.split(",")}
