"""A caller passed on to a person: REFER, and what its NOTIFYs tell (RFC 3515)."""

import asyncio
import re
from collections.abc import Callable

from bot.channels.sip.message import Message

_RINGS_S = 45.0  # without news; then nobody answers


class Referral:
    """Calls `taken` when the person has answered, or `nobody` when nobody will; one of them, once."""

    def __init__(self, taken: Callable[[], None], nobody: Callable[[], None]) -> None:
        self._taken, self._nobody = taken, nobody
        self._timer: asyncio.TimerHandle | None = asyncio.get_running_loop().call_later(
            _RINGS_S, self._ends, nobody
        )

    def answered(self, response: Message | None) -> None:
        """Take the answer to our REFER, None when none came."""
        if response is None or response.status >= 300:
            self._ends(self._nobody)

    def notified(self, request: Message) -> None:
        """Take news of the call to the person."""
        status = re.match(rb"SIP/2\.0 ([1-6]\d\d)", request.body)
        if status is not None and int(status[1]) >= 200:
            self._ends(self._taken if int(status[1]) < 300 else self._nobody)

    def forget(self) -> None:
        """The call is over."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _ends(self, what: Callable[[], None]) -> None:
        if self._timer is not None:
            self.forget()
            what()
