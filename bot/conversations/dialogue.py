"""The one place that decides who answers a citizen: the robot, or the person who took over."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from anyio.to_thread import run_sync

from bot.bootstrap import Services
from bot.business import emergency, service_reply
from bot.business.conversation import Channel, Conversation, Owner, Speaker, Turn
from bot.business.errors import Invalid
from bot.business.handoff import Handoff, HandoffReason, HandoffStatus
from bot.business.queueing import replies as queue_replies
from bot.business.text import MAX_CHARACTERS, clean
from bot.conversations.events import STAFF, EventHub
from bot.conversations.foresight import PREPARED_MS, Foresight
from bot.conversations.phrasing import Phrasing, last_answer
from bot.conversations.rasa_client import ACTION_MS, RasaClient, RasaUnavailable
from bot.conversations.views import turn_view
from bot.conversations.waiting_room import WaitingRoom

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Said:
    """What came of a citizen's sentence."""

    session_id: str
    owner: Owner
    turn: Turn
    replies: list[dict[str, Any]]  # payloads with their `seq`; empty while a person owns the conversation
    acted_s: float | None = None  # of the time in the actions that replied; None when no action did
    prepared_s: float | None = None  # spent before the sentence was over; None when nothing was prepared


class Dialogue:
    """Takes sentences of all channels, one at a time for each conversation."""

    def __init__(self, services: Services, rasa: RasaClient, hub: EventHub) -> None:
        self._services = services
        self._rasa = rasa
        self._phrasing = Phrasing(rasa, services.knowledge)
        self.foresight = Foresight(rasa, self._phrasing)
        self._hub = hub
        self._waiting_room = WaitingRoom(services)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def start(self, channel: Channel) -> Conversation:
        """Begin a conversation; its id is the secret by which the citizen comes back to it."""
        return await run_sync(lambda: self._services.conversations.start(channel))

    async def say(
        self,
        session_id: str | None,
        text: str,
        channel: Channel,
        key: str | None = None,
        heard: dict[str, Any] | None = None,
    ) -> Said:
        """Take a citizen's sentence and return the answers, all of it written before it is returned.

        `heard` is what the recogniser tells of it and is kept with it. `key` names the sentence within the
        conversation: said again with the same key, it is answered as before and counts once.
        Raises Invalid for text that is empty or longer than MAX_CHARACTERS.
        """
        words = _checked(text)
        conversation = await self._conversation(session_id, channel)
        lock = self._locks.setdefault(conversation.id, asyncio.Lock())
        async with lock:
            return await self._answered(conversation.id, words, key, heard)

    async def foresee(self, session_id: str, text: str) -> list[dict[str, Any]]:
        """Return what the answer to `text` will be if that is all the citizen says; nothing is written.

        `say` with the same text then answers at once, with any other text as if this had not been asked.
        """
        words = clean(text)
        lock = self._locks.setdefault(session_id, asyncio.Lock())
        async with lock:
            if not words or len(words) > MAX_CHARACTERS:
                return []
            if (await self._current(session_id)).owner is not Owner.ROBOT:
                return []
            turns = await run_sync(lambda: self._services.conversations.transcript(session_id))
            try:
                return await self.foresight.prepare(session_id, words, last_answer(_shown(turns[-1:])))
            except RasaUnavailable:
                return []

    async def stop_foreseeing(self, session_id: str) -> None:
        """Throw away what was foreseen, because the citizen has left or does something else."""
        lock = self._locks.setdefault(session_id, asyncio.Lock())
        async with lock:
            try:
                await self.foresight.forget(session_id)
            except RasaUnavailable as error:
                log.warning("not taken back: %s", error)

    async def call_person(self, session_id: str, reason: HandoffReason, told: str) -> Said:
        """Put a conversation into the queue without a sentence of the citizen; `told` is what the transcript says."""
        lock = self._locks.setdefault(session_id, asyncio.Lock())
        async with lock:
            turn = await self._note(session_id, Speaker.SYSTEM, told, None, None)
            before = (await self._current(session_id)).owner
            handoff = await run_sync(
                lambda: self._services.handoffs.request(session_id, reason, summary=told)
            )
            payload = await self._place(handoff, queue_replies.handed_over)
            reply = await self._reply(session_id, turn, 0, payload)
            owner = (await self._current(session_id)).owner
            if owner != before:
                self._announce(session_id, owner)
            return Said(session_id, owner, turn, [reply])

    async def nobody_came(self, session_id: str) -> None:
        """Give a conversation whose call nobody took back to the robot."""
        lock = self._locks.setdefault(session_id, asyncio.Lock())
        async with lock:
            await self._note(session_id, Speaker.SYSTEM, "坐席没有接通，转回小政", None, None)
            await run_sync(lambda: self._services.handoffs.withdraw(session_id))
            self._announce(session_id, (await self._current(session_id)).owner)

    async def _conversation(self, session_id: str | None, channel: Channel) -> Conversation:
        conversations = self._services.conversations
        found = await run_sync(lambda: conversations.get(session_id)) if session_id else None
        return found or await run_sync(lambda: conversations.start(channel, id=session_id))

    async def _answered(
        self, session_id: str, words: str, key: str | None, heard: dict[str, Any] | None
    ) -> Said:
        turn = await self._note(session_id, Speaker.CITIZEN, words, heard, key)
        earlier = await self._earlier_replies(turn) if key else []
        owner = (await self._current(session_id)).owner
        if earlier:
            return Said(session_id, owner, turn, earlier)
        payloads = await self._answers(turn, await self._opened(session_id, owner), words)
        acted_s, prepared_s = _times(payloads, ACTION_MS), _times(payloads, PREPARED_MS)
        replies = [await self._reply(session_id, turn, index, each) for index, each in enumerate(payloads)]
        now = (await self._current(session_id)).owner
        if now != owner:
            self._announce(session_id, now)
        return Said(session_id, now, turn, replies, acted_s, prepared_s)

    async def _opened(self, session_id: str, owner: Owner) -> Owner:
        """Who speaks again after the end of a talk speaks with the robot."""
        if owner is not Owner.CLOSED:
            return owner
        return (await run_sync(lambda: self._services.ownership.reopen(session_id))).owner

    async def _answers(self, turn: Turn, owner: Owner, words: str) -> list[dict[str, Any]]:
        if owner is Owner.ROBOT:
            return await self._robot(turn, words)
        danger = emergency.detect(words)
        if danger:
            return [service_reply.emergency(danger).payload()]
        return await self._waiting(turn, words) if owner is Owner.QUEUE else []

    async def _robot(self, turn: Turn, words: str) -> list[dict[str, Any]]:
        session_id = turn.conversation_id
        try:
            return await self._understood(turn, words)
        except RasaUnavailable as error:
            log.warning("robot unavailable: %s", error)
        handoff = await run_sync(
            lambda: self._services.handoffs.request(
                session_id, HandoffReason.ROBOT_UNAVAILABLE, summary=words[:60]
            )
        )
        danger = emergency.detect(words)
        first = [service_reply.emergency(danger).payload()] if danger else []
        return [*first, await self._place(handoff, queue_replies.robot_unavailable)]

    async def _understood(self, turn: Turn, words: str) -> list[dict[str, Any]]:
        """Ask Rasa each question in `words`, completed by what was answered before it."""
        session_id = turn.conversation_id
        foreseen = await self.foresight.take(session_id, words)
        if foreseen:
            return foreseen
        said: list[dict[str, Any]] = []
        last = last_answer(await self._before(turn))
        for piece in await self._phrasing.pieces(words):
            replies = await self._rasa.ask(session_id, await self._phrasing.whole(piece, last))
            said += replies
            last = last_answer(replies)
        return said

    async def _before(self, turn: Turn) -> list[dict[str, Any]]:
        """Return what the turn just before `turn` showed."""
        turns = await run_sync(
            lambda: self._services.conversations.transcript(turn.conversation_id, turn.seq - 2)
        )
        return _shown([each for each in turns if each.seq < turn.seq])

    async def _waiting(self, turn: Turn, words: str) -> list[dict[str, Any]]:
        """Answer a citizen in the queue. Who waits only because the robot was down is served when it is back."""
        session_id = turn.conversation_id
        handoff = await run_sync(lambda: self._services.handoffs.for_conversation(session_id))
        if handoff is None or handoff.status is not HandoffStatus.WAITING:
            return []  # taken or given back meanwhile: who has it answers
        if handoff.reason is HandoffReason.ROBOT_UNAVAILABLE:
            try:
                return await self._rasa.ask(session_id, words)
            except RasaUnavailable:
                return [await self._place(handoff, queue_replies.robot_unavailable)]
        if handoff.by_phone:
            return [await self._place(handoff, queue_replies.still_waiting)]
        reply = await self._waiting_room.answer(handoff, words, await self._before(turn))
        return [reply.payload()] if reply is not None else await self._robot(turn, words)

    async def _place(self, handoff: Handoff, reply: Any) -> dict[str, Any]:
        outlook = await run_sync(lambda: self._services.handoffs.outlook(handoff.id))
        payload: dict[str, Any] = reply(handoff, outlook, self._services.now()).payload()
        return payload

    async def _reply(
        self, session_id: str, asked: Turn, index: int, payload: dict[str, Any]
    ) -> dict[str, Any]:
        key = f"{asked.seq}:reply:{index}"
        turn = await self._note(session_id, Speaker.ROBOT, payload["text"], payload, key)
        return {**payload, "seq": turn.seq}

    async def _earlier_replies(self, asked: Turn) -> list[dict[str, Any]]:
        """Return the answers that were already given to this very turn."""
        turns = await run_sync(
            lambda: self._services.conversations.transcript(asked.conversation_id, asked.seq)
        )
        mark = f"{asked.seq}:reply:"
        return [
            {**(turn.payload or {}), "seq": turn.seq} for turn in turns if (turn.key or "").startswith(mark)
        ]

    async def _note(
        self, session_id: str, speaker: Speaker, text: str, payload: dict[str, Any] | None, key: str | None
    ) -> Turn:
        details = payload or {}
        turn = await run_sync(
            lambda: self._services.conversations.add_turn(
                session_id,
                speaker,
                text,
                kind=details.get("kind"),
                topic=details.get("topic"),
                payload=payload,
                confidence=details.get("confidence"),
                release=details.get("release"),
                key=key,
            )
        )
        event = {"type": "turn", "conversation_id": session_id, "turn": turn_view(turn)}
        self._hub.publish(session_id, event)
        self._hub.publish(STAFF, event)
        return turn

    async def _current(self, session_id: str) -> Conversation:
        found = await run_sync(lambda: self._services.conversations.get(session_id))
        assert found is not None  # it was there when the sentence was written
        return found

    def _announce(self, session_id: str, owner: Owner) -> None:
        event = {"type": "owner", "conversation_id": session_id, "owner": owner.value, "agent": None}
        self._hub.publish(session_id, event)
        self._hub.publish(STAFF, event)
        self._hub.publish(STAFF, {"type": "queue"})


def _shown(turns: list[Turn]) -> list[dict[str, Any]]:
    return [each.payload for each in turns if each.payload and each.speaker is Speaker.ROBOT]


def _times(payloads: list[dict[str, Any]], name: str) -> float | None:
    """Take times in milliseconds out of the replies, of which they are no part; return their sum in seconds."""
    spent = [payload.pop(name) for payload in payloads if name in payload]
    return sum(spent) / 1000 if spent else None


def _checked(text: str) -> str:
    words = clean(text)
    if not words:
        raise Invalid("text", "请输入您的问题。")
    if len(words) > MAX_CHARACTERS:
        raise Invalid("text", f"一次最多 {MAX_CHARACTERS} 个字，请分几次说。")
    return words
