"""What an agent does in a conversation: take it, talk, hand it on, end it. Each is written first, then told to all pages."""

from collections.abc import Callable
from typing import Any

from anyio.to_thread import run_sync

from bot.bootstrap import Services
from bot.business.conversation import Owner, Speaker, Turn
from bot.business.handoff import Handoff, HandoffStatus
from bot.business.queueing import replies
from bot.business.queueing.closing import CloseReason
from bot.business.queueing.groups import Group
from bot.business.reply import Reply
from bot.business.staff import Staff
from bot.conversations.events import STAFF, EventHub
from bot.conversations.views import turn_view

TAKEN = "工作人员{name}已经接入，请继续说。"
ENDED = "人工服务已经结束。我是机器人小政，还有问题可以继续问我。"
CLOSED = "人工服务已经结束，谢谢您。还有问题可以接着问，机器人小政会回答。"
WAITS_AGAIN = "正在为您换一位工作人员，请稍候，前面说的话对方都能看到。"


class Desk:
    """An agent's moves, and those that the queue makes for them."""

    def __init__(self, services: Services, hub: EventHub) -> None:
        self._services = services
        self._hub = hub

    async def claim(self, handoff_id: str, agent: Staff) -> Handoff:
        """Take a waiting conversation. Raises AlreadyClaimed when another was quicker, NotAllowed without room for it."""
        handoff = await run_sync(lambda: self._services.handoffs.claim(handoff_id, agent.username))
        await self._taken(handoff, agent.display_name)
        return handoff

    async def say(self, handoff_id: str, agent: Staff, text: str, key: str | None) -> Turn:
        """Send the agent's words to the citizen. Raises NotAllowed when the conversation isn't this agent's."""
        turn = await run_sync(lambda: self._services.handoffs.say(handoff_id, agent.username, text, key))
        self._publish(turn.conversation_id, {"type": "turn", "turn": turn_view(turn)})
        return turn

    async def end(self, handoff_id: str, agent: Staff, note: str, tell: bool = False) -> Handoff:
        """Give the conversation back to the robot; with `tell` it passes the note on to the citizen."""
        handoff = await run_sync(lambda: self._services.handoffs.end(handoff_id, agent.username, note))
        await self._tell(handoff, Speaker.SYSTEM, ENDED)
        if tell and note:
            await self._robot_tells(handoff, replies.given_back(agent.display_name, note))
        self._owner(handoff, Owner.ROBOT, None)
        return handoff

    async def close(self, handoff_id: str, agent: Staff, reason: CloseReason, note: str) -> Handoff:
        """End the talk and the conversation. Raises NotAllowed when it isn't this agent's."""
        handoff = await run_sync(
            lambda: self._services.handoffs.close(handoff_id, agent.username, reason, note)
        )
        await self._tell(handoff, Speaker.SYSTEM, CLOSED)
        self._owner(handoff, Owner.CLOSED, None)
        return handoff

    async def transfer(self, handoff_id: str, agent: Staff, to: Group | str, why: str) -> Handoff:
        """Hand one's own talk on to a group or an agent by username. Raises NotAllowed."""
        handoffs = self._services.handoffs
        return await self._moved(lambda: handoffs.transfer(handoff_id, agent.username, to, why))

    async def pull(self, handoff_id: str, supervisor: Staff, to: Group | str, why: str) -> Handoff:
        """Give anybody's talk to a group or an agent by username. Raises NotAllowed."""
        return await self._moved(lambda: self._services.handoffs.pull(handoff_id, supervisor, to, why))

    async def assign_next(self) -> list[Handoff]:
        """Give those who wait to agents who have room."""
        given = await run_sync(self._services.handoffs.assign_next)
        for handoff in given:
            await self._taken(handoff, await self._name(handoff.agent or ""))
        return given

    async def requeue_silent(self) -> int:
        """Put the talks of agents who are silent or gone back into the queue; return how many."""
        lost = await run_sync(self._services.handoffs.requeue_silent)
        for each in lost:
            told = {"type": "requeued", "handoff_id": each.handoff.id, "agent": each.agent}
            self._hub.publish(STAFF, {**told, "why": each.loss.label})
            await self._waits_again(each.handoff)
        return len(lost)

    async def _moved(self, move: Callable[[], Handoff]) -> Handoff:
        handoff = await run_sync(move)
        if handoff.status is HandoffStatus.ACTIVE:
            await self._taken(handoff, await self._name(handoff.agent or ""))
        else:
            await self._waits_again(handoff)
        return handoff

    async def _taken(self, handoff: Handoff, name: str) -> None:
        await self._tell(handoff, Speaker.SYSTEM, TAKEN.format(name=name))
        self._owner(handoff, Owner.AGENT, name)
        told = {"type": "assigned", "handoff_id": handoff.id, "agent": handoff.agent}
        self._hub.publish(STAFF, {**told, "conversation_id": handoff.conversation_id})

    async def _waits_again(self, handoff: Handoff) -> None:
        await self._tell(handoff, Speaker.SYSTEM, WAITS_AGAIN)
        self._owner(handoff, Owner.QUEUE, None)

    async def _name(self, username: str) -> str:
        accounts = await run_sync(self._services.staff.list)
        return next((each.display_name for each in accounts if each.username == username), username)

    async def _robot_tells(self, handoff: Handoff, reply: Reply) -> None:
        await self._tell(handoff, Speaker.ROBOT, reply.text, kind=reply.kind, payload=reply.payload())

    async def _tell(self, handoff: Handoff, speaker: Speaker, text: str, **details: Any) -> None:
        conversation = handoff.conversation_id
        turn = await run_sync(
            lambda: self._services.conversations.add_turn(conversation, speaker, text, **details)
        )
        self._publish(conversation, {"type": "turn", "turn": turn_view(turn)})

    def _owner(self, handoff: Handoff, owner: Owner, agent: str | None) -> None:
        self._publish(handoff.conversation_id, {"type": "owner", "owner": owner.value, "agent": agent})
        self._hub.publish(STAFF, {"type": "queue"})

    def _publish(self, conversation: str, event: dict[str, Any]) -> None:
        told = {**event, "conversation_id": conversation}
        self._hub.publish(conversation, told)
        self._hub.publish(STAFF, told)
