"""Whether the understanding of a sentence is good enough to answer it, to ask back, or neither."""

import re
from dataclasses import dataclass

from bot.business import (
    choice,
    emergency,
    follow_up,
    handoff_wish,
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
_BREAKS_OFF = {EMERGENCY: 0.5, HANDOFF: 0.6, "cancel": 0.6}
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
_PLAIN_ORDER = 0.9  # of 370 wishes for an order 11 are worded as questions, of 53 questions taken for one 31


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
    if plain is not None and not (plain == EMERGENCY and _only_asks(text, ranking, limits)):
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


def _only_asks(text: str, ranking: list[Guess], limits: Limits) -> bool:
    # "我下个月就要生了，产假几天": words of danger in a question that the classifier is sure of, and nothing says "now"
    sure = bool(ranking) and ranking[0].is_topic and ranking[0].confidence >= limits.answer
    return sure and order_form.is_question(text) and not emergency.is_now(text)


def _is_subject_only(text: str) -> bool:
    words = without_fillers(normalise(text))
    return len(words) < _SHORTEST_QUESTION or _SUBJECT.fullmatch(words) is not None


def _by_words(text: str) -> str | None:
    if emergency.detect(text):
        return EMERGENCY
    if handoff_wish.asks_for_person(text):
        return HANDOFF
    if order_number.find_in(text):
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
    if best.intent == EMERGENCY:
        return _BREAKS_OFF[EMERGENCY]
    # "老板不交社保怎么办" complains, but asks: titles are offered unless it is plain that an order is wanted
    return _PLAIN_ORDER if best.intent == ORDER and order_form.is_question(text) else limits.act


def _ask_back(ranking: list[Guess], least: float) -> Decision:
    topics = [guess for guess in ranking if guess.is_topic]
    if not topics or topics[0].confidence < least:
        return Decision(NOT_UNDERSTOOD, ranking[0].confidence)
    options = tuple(guess.intent for guess in topics[:MAX_OPTIONS])
    return Decision(CLARIFY, topics[0].confidence, options)
