"""What an agent does in a conversation: take it, talk, end it."""

from typing import Any

from anyio.to_thread import run_sync

from bot.bootstrap import Services
from bot.business.conversation import Owner, Speaker, Turn
from bot.business.errors import NotAllowed
from bot.business.handoff import Handoff, HandoffStatus
from bot.business.staff import Staff
from bot.conversations.events import STAFF, EventHub
from bot.conversations.views import turn_view

TAKEN = "工作人员{name}已经接入，请继续说。"
ENDED = "人工服务已经结束。我是机器人小政，还有问题可以继续问我。"


class Desk:
    """An agent's moves, each written first and then told to both pages."""

    def __init__(self, services: Services, hub: EventHub) -> None:
        self._services = services
        self._hub = hub

    async def claim(self, handoff_id: str, agent: Staff) -> Handoff:
        """Take a waiting conversation. Raises AlreadyClaimed when another agent was quicker."""
        handoff = await run_sync(lambda: self._services.handoffs.claim(handoff_id, agent.username))
        await self._tell(handoff, Speaker.SYSTEM, TAKEN.format(name=agent.display_name), None)
        self._owner(handoff, Owner.AGENT, agent.display_name)
        return handoff

    async def say(self, handoff_id: str, agent: Staff, text: str, key: str | None) -> Turn:
        """Send the agent's words to the citizen. Raises NotAllowed when the conversation isn't this agent's."""
        handoff = await self._own(handoff_id, agent)
        return await self._tell(handoff, Speaker.AGENT, text, key)

    async def end(self, handoff_id: str, agent: Staff, note: str) -> Handoff:
        """Give the conversation back to the robot."""
        await self._own(handoff_id, agent)
        handoff = await run_sync(lambda: self._services.handoffs.end(handoff_id, agent.username, note))
        await self._tell(handoff, Speaker.SYSTEM, ENDED, None)
        self._owner(handoff, Owner.ROBOT, None)
        return handoff

    async def _own(self, handoff_id: str, agent: Staff) -> Handoff:
        handoff = await run_sync(lambda: self._services.handoffs.get(handoff_id))
        if handoff is None or handoff.status is not HandoffStatus.ACTIVE or handoff.agent != agent.username:
            raise NotAllowed("not_yours", "这个会话现在不是由您接待。")
        return handoff

    async def _tell(self, handoff: Handoff, speaker: Speaker, text: str, key: str | None) -> Turn:
        conversation = handoff.conversation_id
        turn = await run_sync(
            lambda: self._services.conversations.add_turn(conversation, speaker, text, key=key)
        )
        self._publish(conversation, {"type": "turn", "turn": turn_view(turn)})
        return turn

    def _owner(self, handoff: Handoff, owner: Owner, agent: str | None) -> None:
        self._publish(handoff.conversation_id, {"type": "owner", "owner": owner.value, "agent": agent})
        self._hub.publish(STAFF, {"type": "queue"})

    def _publish(self, conversation: str, event: dict[str, Any]) -> None:
        told = {**event, "conversation_id": conversation}
        self._hub.publish(conversation, told)
        self._hub.publish(STAFF, told)
