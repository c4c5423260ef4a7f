"""Lines by which a scripted call reaches a running site as sound, and what the site's own files tell of it."""

import json
import secrets
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.calls.caller_voice import CallerVoice
from tests.calls.clients.asterisk import AsteriskCaller
from tests.calls.clients.caller import Caller
from tests.calls.clients.page import PageCaller
from tests.calls.clients.sip import SipCaller
from tests.stack import Site


@dataclass(frozen=True)
class Hotline:
    """A running site with telephone lines."""

    site: Site
    voice: CallerVoice

    @property
    def token(self) -> str:
        """Return what the exchange shows."""
        return (self.site.var / "calls-token").read_text().strip()

    def rows(self, query: str, *values: Any) -> list[Any]:
        """Read the site's database, whoever else holds it."""
        database = sqlite3.connect(f"file:{self.site.var / 'hotline.db'}?mode=ro", uri=True, timeout=5)
        try:
            return database.execute(query, values).fetchall()
        finally:
            database.close()


class Record:
    """What the site wrote of one call."""

    def __init__(self, hotline: Hotline, call: str | None, conversation: str | None) -> None:
        self._hotline, self._call, self._conversation = hotline, call, conversation

    @property
    def is_phone(self) -> bool:
        """Return whether it came over the telephone."""
        return self._call is not None

    @property
    def conversation(self) -> str | None:
        """Return the conversation's id, once there is one."""
        if self._conversation is None and self._call is not None:
            found = self._hotline.rows("SELECT conversation_id FROM calls WHERE id = ?", self._call)
            self._conversation = found[0][0] if found else None
        return self._conversation

    def turns(self, after: int = 0) -> list[tuple[int, str, str, dict[str, Any]]]:
        """Return (seq, speaker, text, payload) of what was said after turn `after`."""
        rows = self._hotline.rows(
            "SELECT seq, speaker, text, payload FROM turns WHERE conversation_id = ? AND seq > ? ORDER BY seq",
            self.conversation,
            after,
        )
        return [(seq, speaker, text, json.loads(payload or "{}")) for seq, speaker, text, payload in rows]

    def end(self) -> tuple[str | None, str | None]:
        """Return when the call ended and what it came to."""
        found = self._hotline.rows("SELECT ended_at, outcome FROM calls WHERE id = ?", self._call)
        return found[0] if found else (None, None)

    def orders(self) -> int:
        """Return how many orders were written."""
        query = "SELECT count(*) FROM work_orders WHERE conversation_id = ?"
        return int(self._hotline.rows(query, self.conversation)[0][0])


async def _over_audiosocket(hotline: Hotline) -> tuple[Caller, Record]:
    caller = AsteriskCaller()
    await caller.announce(hotline.site.url, hotline.token)
    await caller.call("127.0.0.1", hotline.site.ports["AUDIOSOCKET_PORT"])
    return caller, Record(hotline, caller.id, None)


async def _over_page(hotline: Hotline) -> tuple[Caller, Record]:
    caller = PageCaller()
    await caller.call(hotline.site.url)
    return caller, Record(hotline, None, caller.session_id)


async def _over_sip(hotline: Hotline) -> tuple[Caller, Record]:
    number = f"139{secrets.randbelow(10**8):08}"  # finds the call: SIP's own id is not ours
    caller = await SipCaller(number=number).call("127.0.0.1", hotline.site.ports["SIP_PORT"])
    return caller, Record(hotline, hotline.rows("SELECT id FROM calls WHERE caller = ?", number)[0][0], None)


CONNECT: dict[str, Callable[[Hotline], Awaitable[tuple[Caller, Record]]]] = {
    "audiosocket": _over_audiosocket,
    "page": _over_page,
    "sip": _over_sip,
}
