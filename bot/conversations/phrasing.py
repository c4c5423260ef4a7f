"""What a citizen said, as sentences that Rasa understands one by one: it knows nothing of the talk so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.business import follow_up, questions
from bot.business.gate import TOPIC_PREFIX
from bot.conversations.rasa_client import RasaClient
from bot.knowledge.releases import ActiveKnowledge

_LIKELY = 0.01  # of a topic about another subject than the last answer's, whose own words lead the ranking


@dataclass(frozen=True)
class LastAnswer:
    """The answer that a sentence may lean on."""

    title: str
    text: str


def last_answer(payloads: Sequence[dict[str, Any]]) -> LastAnswer | None:
    """Return the answer among the replies to one sentence, None when the last of them is none."""
    last = payloads[-1] if payloads else {}
    return LastAnswer(last["title"], last["text"]) if "sources" in last else None


class Phrasing:
    """Completes a sentence that leans on the last answer, and cuts two questions apart; Rasa judges what is better."""

    def __init__(self, rasa: RasaClient, knowledge: ActiveKnowledge) -> None:
        self._rasa = rasa
        self._knowledge = knowledge

    async def pieces(self, words: str) -> list[str]:
        """Return the questions in `words`: several only where each is understood by itself and they differ."""
        pieces = questions.split(words)
        if len(pieces) == 1:
            return [words]
        topics = [await self._topic(piece) for piece in pieces]
        leaning = [follow_up.aspect_of(piece) is not None for piece in pieces[1:]]
        known = [topic for topic, leans in zip(topics, [False, *leaning], strict=True) if not leans]
        return pieces if None not in known and len(set(known)) == len(known) else [words]

    async def whole(self, words: str, last: LastAnswer | None) -> str:
        """Return `words` with what they leave out because the last answer was about it."""
        if last is None:
            return words
        aspect = follow_up.aspect_of(words)
        if aspect is not None:
            told = follow_up.lines_about(last.text, aspect)
            return words if told else await self._better(words, follow_up.about(last.title, words))
        leaning = follow_up.in_context(words, last.title)
        if leaning is None or await self._topic(words) is not None:
            return words
        if leaning.instead:
            return await self._counterpart(leaning.question, leaning.instead, last) or words
        return await self._better(words, leaning.question)

    async def _counterpart(self, question: str, subject: str, last: LastAnswer) -> str | None:
        """Return the title of the likeliest topic about `subject`: the question alone is too much like the last one."""
        topics = self._knowledge.current().topics
        for intent, confidence in (await self._rasa.understand(question)).ranking:
            topic = topics.get(intent.removeprefix(TOPIC_PREFIX))
            if topic is None or confidence < _LIKELY or topic.title == last.title:
                continue
            if subject in topic.title or subject in topic.group_title:
                return topic.title
        return None

    async def _better(self, words: str, whole: str) -> str:
        return whole if await self._topic(whole) is not None else words

    async def _topic(self, words: str) -> str | None:
        intent = (await self._rasa.understand(words)).intent
        return intent if intent.startswith(TOPIC_PREFIX) else None
