"""The desks that are open: what each may see of the queue, and what is on its way to it."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from bot.business.handoff import HandoffStatus
from bot.business.permissions import Permission, may
from bot.business.staff import Staff
from bot.web.agent.board_views import Row

_BACKLOG = 500  # messages that a page may lag behind; then it is cut off and comes back


def packed(message: dict[str, Any]) -> str:
    """Return a message as it goes over the wire; packed once, sent to many."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


@dataclass(eq=False)
class Seat:
    """One open desk. `watched` are the conversations whose words it gets; None in `outbox` ends it."""

    staff: Staff
    outbox: "asyncio.Queue[str | None]" = field(default_factory=asyncio.Queue)
    watched: set[str] = field(default_factory=set)
    fresh: bool = True  # has seen nothing yet

    @property
    def leads(self) -> bool:
        """Return whether it sees everybody's talks."""
        return may(self.staff, Permission.SUPERVISE)

    def sees(self, row: Row) -> bool:
        """Return whether a talk is shown here."""
        waiting = row["status"] == HandoffStatus.WAITING.value
        return waiting or self.leads or row["agent"] == self.staff.username

    def send(self, message: str) -> None:
        """Put a message on its way; a page that is too slow is cut off."""
        if self.outbox.qsize() < _BACKLOG:
            self.outbox.put_nowait(message)
        elif self.outbox.qsize() == _BACKLOG:
            self.outbox.put_nowait(None)


@dataclass(frozen=True)
class Change:
    """What is different from the last look: rows before and after, by id."""

    before: dict[str, Row]
    after: dict[str, Row]

    @classmethod
    def between(cls, before: dict[str, Row], after: dict[str, Row]) -> "Change":
        """Return only what differs."""
        differs = {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}
        return cls(_only(before, differs), _only(after, differs))

    def __bool__(self) -> bool:
        return bool(self.before or self.after)

    def concerns(self, username: str) -> bool:
        """Return whether an agent's own talks are among it."""
        return any(row["agent"] == username for row in (*self.before.values(), *self.after.values()))

    def seen_by(self, seat: Seat) -> dict[str, Any]:
        """Return what a desk has to change: `set` and `gone`."""
        shown = [row for row in self.after.values() if seat.sees(row)]
        here = {row["id"] for row in shown}
        gone = [id for id, row in self.before.items() if id not in here and seat.sees(row)]
        return {"set": shown, "gone": gone}


def _only(rows: dict[str, Row], ids: set[str]) -> dict[str, Row]:
    return {id: row for id, row in rows.items() if id in ids}
