"""Whether the understanding of a sentence is good enough to answer it, to ask back, or neither."""

import re
from dataclasses import dataclass

from bot.business import (
    choice,
    emergency,
    follow_up,
    handoff_wish,
    order_care,
    order_form,
    order_number,
    order_wish,
    retirement_talk,
)
from bot.business.text import normalise, without_fillers

EMERGENCY = "emergency"
HANDOFF = "request_handoff"
ORDER_STATUS = "order_status"
CHOOSE = "choose_option"
GO_ON = "go_on"
ASK_ASPECT = "ask_aspect"
CLARIFY = "clarify"
NOT_UNDERSTOOD = "nlu_fallback"
OUT_OF_SCOPE = "out_of_scope"
ORDER = "open_work_order"
TOPIC_PREFIX = "faq_"
MAX_OPTIONS = 3
# These break off whatever is going on, also a form that asks for free words ("工作人员态度差" is a complaint): words
# alone decide them (see _by_words), and the classifier only where it is sure.
_BREAKS_OFF = {HANDOFF: 0.6, "cancel": 0.6}
# Missing an emergency costs a life, a needless "打 120" a sentence. Of 450 training sentences of emergencies, each left
# out, these limits find 96 %, and take 55 of 18,540 questions for one; words alone found 29 % and took 76.
_MAYBE_EMERGENCY = 0.15
_NO_EMERGENCY = 0.03  # below it, words of danger in a sentence that is a question for us ("打架受伤算工伤吗") are no danger
_PLAIN_TOPIC = 0.5
_CRY = 8  # characters: "着火了" is taken at its word
# A subject alone is no question. The classifier is sure of it all the same: it knows the word from one topic or two.
_SUBJECT = re.compile(
    "(我?的?)?(城乡|居民|职工|企业|灵活就业|基本)*"
    "(五险一金|五险|社会保险|社会保障|(社|医)保|(养老|医疗|失业|工伤|生育)(保险金?|金|津贴|待遇)?|退休金?)(的?(事情?|问题|政策))?"
)
_SHORTEST_QUESTION = 4  # characters
_ASK_ON_SUBJECT = (
    0.02  # from which a topic is offered when the sentence names our subject: a title is a small price
)
_ANSWER_OFF_SUBJECT = 0.95  # "卡断成两截了" names no subject; from 0.9 on 6 of 554 out-of-scope sentences, left out, got a topic
# Of 870 wishes for an order, each left out, 61 % are understood with these (53 % with 0.6 and 0.9), and 110 of 18,540
# questions are taken for one (51); the form says what it is about to do and can be left.
_ORDER = 0.45
_ORDER_ASKED = 0.7  # "老板不交社保怎么办" complains, but asks


@dataclass(frozen=True)
class Limits:
    """The confidence, 0 to 1, from which a topic is answered, is offered when asking back, and another intent is done.

    Confidences are calibrated: of the sentences at 0.8, about 80 in 100 are understood rightly.
    """

    answer: float
    ask: float
    act: float


@dataclass(frozen=True)
class Guess:
    """An intent and the classifier's probability for it."""

    intent: str
    confidence: float

    @property
    def is_topic(self) -> bool:
        """Return whether this guess is a topic of the knowledge base."""
        return self.intent.startswith(TOPIC_PREFIX)


@dataclass(frozen=True)
class Decision:
    """What the sentence is taken for; `options` are the topics' intents to ask back with."""

    intent: str
    confidence: float
    options: tuple[str, ...] = ()


def topic_of(intent: str) -> str | None:
    """Return the topic that an intent of the classifier stands for, None for any other intent."""
    return intent.removeprefix(TOPIC_PREFIX) if intent.startswith(TOPIC_PREFIX) else None


def decide(
    text: str, ranking: list[Guess], limits: Limits, on_subject: bool = True, meant: str | None = None
) -> Decision:
    """Return what `text` is taken for, given the classifier's ranking, best first.

    `on_subject` says whether it names anything that this hotline is about; without that a topic must be surer to be
    answered: "水费怎么交" is much like "社保费怎么交" in everything but its subject. `meant` is `text` with misheard
    characters put right.

    Some things are decided by words alone, since missing them costs too much: emergencies, the wish for a person,
    an order's number, a month of birth with the wish to retire, a bare choice, what only asks on after an answer.
    """
    plain = _by_words(text) or (_by_words(meant) if meant else None)
    if plain != EMERGENCY and _may_be_emergency(ranking):
        return Decision(EMERGENCY, _confidence(ranking, EMERGENCY))
    if plain is not None and not (plain == EMERGENCY and _is_plain_topic(text, ranking)):
        return Decision(plain, 1.0)
    if not ranking or not normalise(text):
        return Decision(NOT_UNDERSTOOD, 0.0)
    ranking = [guess for guess in ranking if guess.confidence >= _BREAKS_OFF.get(guess.intent, 0.0)]
    if not ranking:
        return Decision(NOT_UNDERSTOOD, 0.0)
    best = ranking[0]
    if not best.is_topic:
        return _other(text, ranking, limits, on_subject)
    limit = limits.answer if on_subject else max(limits.answer, _ANSWER_OFF_SUBJECT)
    if best.confidence >= limit and not _is_subject_only(text):
        return Decision(best.intent, best.confidence)
    return _ask_back(ranking, _ASK_ON_SUBJECT if on_subject else limits.ask)


def _may_be_emergency(ranking: list[Guess]) -> bool:
    topic = bool(ranking) and ranking[0].is_topic and ranking[0].confidence >= _PLAIN_TOPIC
    return not topic and _confidence(ranking, EMERGENCY) >= _MAYBE_EMERGENCY


def _is_plain_topic(text: str, ranking: list[Guess]) -> bool:
    # "我下个月就要生了，产假几天": words of danger in what the classifier is sure of, and nothing says "now"
    sure = bool(ranking) and ranking[0].is_topic and ranking[0].confidence >= _PLAIN_TOPIC
    said = len(normalise(text)) > _CRY and not emergency.is_now(text)
    return sure and said and _confidence(ranking, EMERGENCY) < _NO_EMERGENCY


def _confidence(ranking: list[Guess], intent: str) -> float:
    return next((guess.confidence for guess in ranking if guess.intent == intent), 0.0)


def _is_subject_only(text: str) -> bool:
    words = without_fillers(normalise(text))
    return len(words) < _SHORTEST_QUESTION or _SUBJECT.fullmatch(words) is not None


def _by_words(text: str) -> str | None:
    if emergency.detect(text):
        return EMERGENCY
    if handoff_wish.asks_for_person(text):
        return HANDOFF
    if order_number.find_in(text) or order_care.wish_in(text):
        return ORDER_STATUS
    if order_wish.asks_after_order(text):
        return ORDER_STATUS
    if order_wish.asks_for_order(text):
        return ORDER
    if retirement_talk.asks(text):
        return TOPIC_PREFIX + retirement_talk.TOPIC
    if choice.parse(text, offered=9) is not None and len(normalise(text)) <= 4:
        return CHOOSE
    if follow_up.goes_on(text):
        return GO_ON
    return ASK_ASPECT if follow_up.aspect_of(text) else None


def _other(text: str, ranking: list[Guess], limits: Limits, on_subject: bool) -> Decision:
    best = ranking[0]
    if best.confidence < _limit_of(best, text, limits):
        return _ask_back(ranking, _ASK_ON_SUBJECT if on_subject else limits.ask)
    return Decision(NOT_UNDERSTOOD if best.intent == OUT_OF_SCOPE else best.intent, best.confidence)


def _limit_of(best: Guess, text: str, limits: Limits) -> float:
    if best.intent != ORDER:
        return limits.act
    return _ORDER_ASKED if order_form.is_question(text) else _ORDER


def _ask_back(ranking: list[Guess], least: float) -> Decision:
    topics = [guess for guess in ranking if guess.is_topic]
    if not topics or topics[0].confidence < least:
        return Decision(NOT_UNDERSTOOD, ranking[0].confidence)
    options = tuple(guess.intent for guess in topics[:MAX_OPTIONS])
    return Decision(CLARIFY, topics[0].confidence, options)
