"""All calls of this process: who is let in, what is kept of each, that it ends."""

import asyncio
import logging
import uuid
from collections.abc import Coroutine
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from anyio.to_thread import run_sync

from bot.bootstrap import Services
from bot.business.calls.events import Outcome
from bot.business.calls.policy import CallPolicy
from bot.business.conversation import Channel
from bot.conversations.calls.call import Call
from bot.conversations.calls.line import Line
from bot.conversations.calls.measures import CallMeasures
from bot.conversations.calls.recording import NoRecording, Recording
from bot.conversations.dialogue import Dialogue
from bot.conversations.voice import Voice

log = logging.getLogger(__name__)

PAGE = CallPolicy(greets=False, silence_s=None, transfers=False)
PHONE = CallPolicy()
FULL = CallPolicy(full=True)


@dataclass
class CallCenter:
    """Opens and closes calls. `recordings` is None when calls aren't recorded; `most` are let in at once."""

    voice: Voice
    dialogue: Dialogue
    services: Services
    measures: CallMeasures
    recordings: Path | None
    most: int
    live: dict[str, Call] = field(default_factory=dict)
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)
    _coming: int = 0  # let in, but not live yet

    @property
    def full(self) -> bool:
        """Return whether one more call would make the others slow."""
        return len(self.live) + self._coming >= self.most

    async def open_page(self, line: Line, conversation_id: str | None) -> Call:
        """Begin a spoken talk in a browser, within a conversation that there may already be."""
        with _Coming(self):
            id = conversation_id or (await self.dialogue.start(Channel.VOICE)).id
            return self._begun(uuid.uuid4().hex, line, id, Channel.VOICE, PAGE, NoRecording())

    async def open_phone(
        self, line: Line, id: str, caller: str | None = None, announced: bool = False
    ) -> Call:
        """Begin a telephone call; `id` is its UUID. With no place left it only says so and passes the caller on.

        An `announced` call has to be known already, and not to have come yet: its UUID is what lets it in.
        Raises NotFound, NotAllowed.
        """
        policy = FULL if self.full else PHONE
        with _Coming(self):
            name = f"{id}.wav" if self.recordings else None
            if not announced:
                await run_sync(self.services.calls.announce, id, caller, line.name)
            conversation_id, caller = await run_sync(self._noted, id, name)
            sound = (
                Recording(self.recordings / name, line.rate) if self.recordings and name else NoRecording()
            )
            call = self._begun(id, line, conversation_id, Channel.PHONE, policy, sound)
            call.caller = caller
            return call

    def close(self, call: Call) -> None:
        """End a call and free what it holds; what it came to is written down."""
        found = [id for id, each in self.live.items() if each is call]
        if not found:
            return
        del self.live[found[0]]
        call.hung_up()
        outcome = call.outcome or Outcome.DONE
        self.measures.calls.labels(call.line.name).dec()
        self.measures.ended.labels(call.line.name, outcome.value).inc()
        if call.is_phone:
            self.spawn(self._note_outcome(found[0], outcome))

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run `work` to its end even if the call it belongs to is over: what was said is answered and written."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self, patience_s: float = 5.0) -> None:
        """Hang up everything and wait until all is written."""
        for call in list(self.live.values()):
            call.outcome = call.outcome or Outcome.AGENT  # who was cut off by us needs a person
            call.line.hang_up()
            self.close(call)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=patience_s)

    def _begun(
        self,
        id: str,
        line: Line,
        conversation_id: str,
        channel: Channel,
        policy: CallPolicy,
        recording: Recording | NoRecording,
    ) -> Call:
        call = Call(
            self.voice,
            self.dialogue,
            line,
            conversation_id,
            channel,
            policy,
            self.measures,
            recording,
            self.spawn,
            partial(self._note_outcome, id) if channel is Channel.PHONE else _nothing_to_note,
        )
        self.live[id] = call
        self.measures.calls.labels(line.name).inc()
        return call

    def _noted(self, id: str, recording: str | None) -> tuple[str, str | None]:
        """Write that the call is up; return its conversation and the caller's number."""
        conversation = self.services.conversations.start(Channel.PHONE)
        record = self.services.calls.begin(id, conversation.id, recording)
        return conversation.id, record.caller

    async def _note_outcome(self, id: str, outcome: Outcome) -> None:
        try:
            await run_sync(self.services.calls.end, id, outcome)
        except Exception:  # without an outcome the exchange keeps the caller: the safe side
            log.exception("end of call not written")


async def _nothing_to_note(_: Outcome) -> None:
    return None


class _Coming:
    """Counts a call as taking a place while it is being opened."""

    def __init__(self, center: CallCenter) -> None:
        self._center = center

    def __enter__(self) -> None:
        self._center._coming += 1

    def __exit__(self, *_: object) -> None:
        self._center._coming -= 1
