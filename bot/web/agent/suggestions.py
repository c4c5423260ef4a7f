"""Answers of the knowledge base to what the citizen said last, and the agent's canned answers."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request

from bot.bootstrap import Services
from bot.business.conversation import Speaker, Turn
from bot.business.faq import word_answer
from bot.business.gate import TOPIC_PREFIX
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.conversations.phrasing import Phrasing, last_answer
from bot.conversations.rasa_client import RasaUnavailable
from bot.knowledge.reader import KnowledgeError
from bot.web.agent.reading import readable
from bot.web.context import Context, context
from bot.web.staff.guard import allowed

router = APIRouter(prefix="/api/agent/conversations/{conversation_id}", tags=["agent"])
Shared = Annotated[Context, Depends(context)]
Reader = Annotated[Staff, Depends(allowed(Permission.SEE_QUEUE))]
_MOST = 3
_LIKELY = 0.05  # of the classifier; below it a topic is a guess that wastes an agent's time


@router.get("/suggestions", summary="知识库里对得上市民最后一句话的答案")
async def suggestions(
    conversation_id: str, request: Request, shared: Shared, staff: Reader
) -> dict[str, Any]:
    """Return up to three answers, the likeliest first. Rasa's parse changes nothing in the talk."""
    talk = await readable(request, shared, staff, conversation_id)
    turns = await run_sync(shared.services.conversations.transcript, talk.id)
    at = next((n for n in range(len(turns) - 1, -1, -1) if turns[n].speaker is Speaker.CITIZEN), None)
    if at is None:
        return {"seq": 0, "available": True, "suggestions": []}
    try:
        likely = await _likely(shared, turns, at)
        found = await run_sync(lambda: _worded(shared.services, likely))
    except (RasaUnavailable, KnowledgeError):
        return {"seq": turns[at].seq, "available": False, "suggestions": []}
    return {"seq": turns[at].seq, "available": True, "suggestions": found}


async def _likely(shared: Context, turns: list[Turn], at: int) -> list[tuple[str, float]]:
    """Return the likeliest topics with their certainty; words that lean on the last answer are completed first."""
    shown = [each.payload for each in turns[:at] if each.payload and each.speaker is Speaker.ROBOT]
    phrasing = Phrasing(shared.rasa, shared.services.knowledge)
    whole = await phrasing.whole(turns[at].text, last_answer(shown[-1:]))
    ranking = (await shared.rasa.understand(whole)).ranking
    topics = [
        (name.removeprefix(TOPIC_PREFIX), sure) for name, sure in ranking if name.startswith(TOPIC_PREFIX)
    ]
    return [(topic, sure) for topic, sure in topics if sure >= _LIKELY][:_MOST]


def _worded(services: Services, likely: list[tuple[str, float]]) -> list[dict[str, Any]]:
    base, found = services.knowledge.current(), []
    for topic, certainty in likely:
        wording = word_answer(base, topic, services.today()) if topic in base.topics else None
        if wording is not None:
            found.append(
                {
                    "topic": topic,
                    "title": wording.topic.title,
                    "text": wording.text,
                    "as_of": wording.as_of.isoformat(),
                    "percent": min(99, round(certainty * 100)),
                }
            )
    return found
