"""One look at the queue for all desks: refreshed when something happens, at most twice a second, and only what changed is sent."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from typing import Any

from anyio.to_thread import run_sync

from bot.bootstrap import Services
from bot.business.staff import Staff
from bot.conversations.calls.center import CallCenter
from bot.conversations.events import STAFF, Event, EventHub
from bot.web.agent.board_views import Row
from bot.web.agent.eyes import Eyes
from bot.web.agent.seats import Change, Seat, packed
from bot.web.agent.views import staff_turn_view

log = logging.getLogger(__name__)
_APART_S = 0.5  # between two looks
_ANYWAY_S = 3.0  # what changes without an event: agents who are lost, other processes
_TO_AGENT = {"assigned", "requeued"}


class Board:
    """Keeps the desks of this process up to date."""

    def __init__(self, services: Services, hub: EventHub, calls: CallCenter) -> None:
        self._services, self._hub = services, hub
        self._eyes = Eyes(services, calls)
        self._seats: set[Seat] = set()
        self._stale = asyncio.Event()
        self._talks: dict[str, Row] = {}
        self._people: dict[str, Row] = {}

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look and listen while the block runs."""
        tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._keep_looking())]
        yield
        for task in tasks:
            task.cancel()

    @contextlib.contextmanager
    def seat(self, staff: Staff) -> Any:
        """Yield a seat for a desk; the whole of what it may see is sent to it first."""
        seat = Seat(staff)
        self._seats.add(seat)
        self.refresh()
        try:
            yield seat
        finally:
            self._seats.discard(seat)

    def refresh(self) -> None:
        """Something has changed: look again soon."""
        self._stale.set()

    async def _listen(self) -> None:
        while True:
            async with self._hub.subscribe(STAFF) as events:
                for seat in self._seats:
                    seat.send(packed({"type": "resync"}))
                while (event := await events.get())["type"] != "lost":
                    self._happened(event)

    def _happened(self, event: Event) -> None:
        self.refresh()
        if event["type"] == "turn":
            self._say(event)
        elif event["type"] in _TO_AGENT:
            told = packed(event)
            for seat in self._seats:
                if seat.staff.username == event["agent"]:
                    seat.send(told)

    def _say(self, event: Event) -> None:
        conversation = event["conversation_id"]
        listening = [seat for seat in self._seats if conversation in seat.watched]
        if listening:
            turn = staff_turn_view(event["turn"])
            told = packed({"type": "turn", "conversation_id": conversation, "turn": turn})
            for seat in listening:
                seat.send(told)

    async def _keep_looking(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stale.wait(), _ANYWAY_S)
            self._stale.clear()
            began = time.monotonic()
            if self._seats:
                try:
                    await self._look()
                except Exception:  # a locked database: the next look shows it
                    log.exception("queue not looked at")
            await asyncio.sleep(max(0.05, _APART_S - (time.monotonic() - began)))

    async def _look(self) -> None:
        seats = list(self._seats)  # who comes while we look is told the next time
        talks, people = await run_sync(self._eyes.look)
        changed = Change.between(self._talks, talks)
        persons = Change.between(self._people, people)
        self._talks, self._people = talks, people
        whole = Change({}, talks)
        everybody = {"full": True, "people": {"set": list(people.values()), "gone": []}}
        different = {"full": False, "people": _people(persons)}
        self._deal([seat for seat in seats if seat.fresh], whole, everybody)
        if changed or persons:
            self._deal([seat for seat in seats if not seat.fresh], changed, different)
        for seat in seats:
            seat.fresh = False
            self._end_watching(seat)

    def _deal(self, seats: list[Seat], change: Change, rest: dict[str, Any]) -> None:
        """Send each desk its part; those that see the same get the same text."""
        made: dict[str, str] = {}
        now = self._services.now().isoformat()
        for seat in seats:
            key = self._kind(seat, change)
            if key not in made:
                made[key] = packed({"type": "rows", "now": now, **change.seen_by(seat), **rest})
            seat.send(made[key])

    @staticmethod
    def _kind(seat: Seat, change: Change) -> str:
        if seat.leads:
            return "*"
        return f"@{seat.staff.username}" if change.concerns(seat.staff.username) else ""

    def _end_watching(self, seat: Seat) -> None:
        """A talk that another agent took isn't this desk's business any more."""
        hidden = {row["conversation_id"] for row in self._talks.values() if not seat.sees(row)}
        seat.watched -= hidden


def _people(change: Change) -> dict[str, Any]:
    gone = [name for name in change.before if name not in change.after]
    return {"set": list(change.after.values()), "gone": gone}
