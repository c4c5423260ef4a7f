"""Which of a citizen's sentences went less than well, read from a talk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.business import choice
from bot.business.conversation import Speaker
from bot.business.handoff import HandoffReason
from bot.business.studio.asked import AskedTurn, Trouble
from bot.business.studio.question import is_question, tells_something

SURE = 0.8  # an answer below is looked at: of those, more than one in five was a wrong one
UNANSWERED_KIND, ASKED_BACK_KIND = "out_of_scope", "clarify"
ANSWERED_KINDS = ("faq", "calculation")
# the others say nothing about our answers
TELLING_HANDOFFS = frozenset(HandoffReason) - {HandoffReason.ROBOT_UNAVAILABLE, HandoffReason.EMERGENCY}
_TRIED = {UNANSWERED_KIND, ASKED_BACK_KIND, *ANSWERED_KINDS}
_HANDED = {"handoff"}
_WORST_FIRST = (
    Trouble.UNANSWERED,
    Trouble.HANDED_OVER,
    Trouble.RATED_BADLY,
    Trouble.ASKED_BACK,
    Trouble.UNSURE,
)
_BEFORE_HANDOFF = 2  # questions; what was asked long before was not why


@dataclass(frozen=True)
class SaidTurn:
    """A turn as far as troubles are read from it."""

    id: int
    speaker: Speaker
    text: str
    at: datetime
    kind: str | None = None
    topic: str | None = None
    confidence: float | None = None


@dataclass(frozen=True)
class Talk:
    """A talk: its turns in order, when and why it was handed over, whether it was rated badly."""

    id: str
    channel: str
    turns: Sequence[SaidTurn]
    handed_over: Sequence[tuple[datetime, HandoffReason]] = ()
    rated_badly: bool = False


@dataclass(frozen=True)
class _Exchange:
    place: int  # of the question among the turns
    asked: SaidTurn
    replies: Sequence[SaidTurn]

    def kinds(self) -> set[str]:
        return {each.kind or "" for each in self.replies}


def troubled_in(talk: Talk) -> list[AskedTurn]:
    """Return the citizen's sentences that went less than well, each once with the worst that happened, in order."""
    exchanges = list(_exchanges(talk.turns))
    real = [each for each in exchanges if _is_tried(each)]
    before = {each.place for how in talk.handed_over for each in _just_before(real, how, talk.turns)}
    found = []
    for each in real:
        troubles = _troubles(each, each.place in before, talk.rated_badly)
        worst = next((trouble for trouble in _WORST_FIRST if trouble in troubles), None)
        if worst is not None:
            found.append(_asked(talk, each, exchanges, worst))
    return found


def _exchanges(turns: Sequence[SaidTurn]) -> Iterator[_Exchange]:
    asked = [place for place, each in enumerate(turns) if each.speaker is Speaker.CITIZEN]
    for place, following in zip(asked, [*asked[1:], len(turns)], strict=True):
        replies = [each for each in turns[place + 1 : following] if each.speaker is Speaker.ROBOT]
        yield _Exchange(place, turns[place], replies)


def _is_tried(each: _Exchange) -> bool:
    """Return whether the robot tried to answer a question here; handed over at once, it had given up."""
    kinds = each.kinds()
    return bool(kinds & _TRIED or kinds == _HANDED) and is_question(each.asked.text)


def _just_before(
    real: list[_Exchange], how: tuple[datetime, HandoffReason], turns: Sequence[SaidTurn]
) -> list[_Exchange]:
    """Return the last questions before a handoff; what was settled with a person before is another matter.

    A sentence that was only handed over is the wish for a person, unless it was given up for not being understood.
    """
    moment, reason = how
    told = [each.at for each in turns if each.speaker is Speaker.AGENT and each.at < moment]
    since = max(told, default=None)
    asked = [each for each in real if each.asked.at <= moment and (since is None or each.asked.at > since)]
    given_up = reason is HandoffReason.NO_MATCH
    return [each for each in asked if given_up or each.kinds() != _HANDED][-_BEFORE_HANDOFF:]


def _troubles(each: _Exchange, handed_over: bool, rated_badly: bool) -> set[Trouble]:
    kinds = each.kinds()
    unsure = any(
        turn.kind in ANSWERED_KINDS and turn.confidence is not None and turn.confidence < SURE
        for turn in each.replies
    )
    happened = {
        Trouble.UNANSWERED: UNANSWERED_KIND in kinds,
        Trouble.HANDED_OVER: handed_over,
        Trouble.RATED_BADLY: rated_badly and kinds != _HANDED,
        Trouble.ASKED_BACK: ASKED_BACK_KIND in kinds,
        Trouble.UNSURE: unsure,
    }
    return {trouble for trouble, so in happened.items() if so}


def _asked(talk: Talk, each: _Exchange, exchanges: list[_Exchange], worst: Trouble) -> AskedTurn:
    return AskedTurn(
        turn_id=each.asked.id,
        conversation_id=talk.id,
        text=each.asked.text,
        at=each.asked.at,
        trouble=worst,
        topic=_topic(each, exchanges),
        confidence=next((turn.confidence for turn in each.replies if turn.confidence is not None), None),
        channel=talk.channel,
        answered_by_agent=_agents_words(talk.turns[each.place :]),
    )


def _topic(each: _Exchange, exchanges: list[_Exchange]) -> str | None:
    """Return the topic that was answered, after asking back the one that the citizen then picked."""
    answered = [turn.topic for turn in each.replies if turn.kind in ANSWERED_KINDS and turn.topic]
    if answered or ASKED_BACK_KIND not in each.kinds():
        return answered[0] if answered else None
    following = next((later for later in exchanges if later.place > each.place), None)
    if following is None or choice.parse(following.asked.text, offered=9) is None:
        return None
    return next((turn.topic for turn in following.replies if turn.topic), None)


def _agents_words(later: Sequence[SaidTurn]) -> str | None:
    """Return the first words of a person that say more than hello."""
    words = (each.text for each in later if each.speaker is Speaker.AGENT)
    return next((each for each in words if tells_something(each)), None)
