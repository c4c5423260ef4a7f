"""`POST /api/chat` and what belongs to it."""

from typing import Annotated, Any, Literal

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, HTTPException, Path, Query
from pydantic import BaseModel, Field

from bot.business.conversation import Channel
from bot.business.errors import NotFound
from bot.business.orders.order import Satisfaction
from bot.conversations.views import turn_view
from bot.web.context import Context, context

router = APIRouter(prefix="/api/chat", tags=["chat"])
SESSION_ID = r"^[A-Za-z0-9_-]{1,64}$"
Shared = Annotated[Context, Depends(context)]


class ChatMessage(BaseModel):
    """A citizen's sentence. Without `session_id` a new conversation begins."""

    text: str = Field(description="市民说的话，最多 500 个字")
    session_id: str | None = Field(None, pattern=SESSION_ID, description="会话编号；不填就开始新会话")
    client_id: str | None = Field(None, max_length=64, description="这句话的编号；重发时用同一个，不会重复")
    channel: Literal["web", "voice"] = Field("web", description="voice 表示文字来自语音识别")


class ChatReplies(BaseModel):
    """The answers; none while a person owns the conversation."""

    session_id: str
    owner: str = Field(description="现在由谁接待：robot、queue、agent、closed")
    seq: int = Field(description="市民这句话在会话里的序号")
    replies: list[dict[str, Any]]


@router.post("", summary="说一句话，得到回答")
async def chat(message: ChatMessage, shared: Shared) -> ChatReplies:
    """Answer one sentence."""
    if message.session_id and not shared.messages.allows(message.session_id):
        raise HTTPException(429)
    said = await shared.dialogue.say(
        message.session_id, message.text, Channel(message.channel), message.client_id
    )
    return ChatReplies(
        session_id=said.session_id, owner=said.owner.value, seq=said.turn.seq, replies=said.replies
    )


@router.get("/{session_id}/turns", summary="取一段会话的内容")
async def turns(session_id: str, shared: Shared, after: Annotated[int, Query(ge=0)] = 0) -> dict[str, Any]:
    """Return the turns of a conversation after `after`; its id is the secret that lets one read it."""
    conversations = shared.services.conversations
    found = await run_sync(lambda: conversations.get(session_id))
    if found is None:
        raise NotFound("session_unknown", "没有这个会话，可能已经过期。")
    listed = await run_sync(lambda: conversations.transcript(session_id, after))
    return {"owner": found.owner.value, "turns": [turn_view(turn) for turn in listed]}


class Rating(BaseModel):
    """What a citizen thinks of a talk."""

    solved: bool = Field(description="问题解决了没有")
    satisfied: Satisfaction = Field(description="满意、基本满意、不满意")


@router.put("/{session_id}/rating", summary="评价一段会话")
async def rate(
    session_id: Annotated[str, Path(pattern=SESSION_ID)], rating: Rating, shared: Shared
) -> dict[str, bool]:
    """Write the rating over the one before; who knows the conversation's id may give it."""
    if not shared.messages.allows(session_id):
        raise HTTPException(429)
    await run_sync(lambda: shared.services.desk_things.rate(session_id, rating.solved, rating.satisfied))
    return {"rated": True}
