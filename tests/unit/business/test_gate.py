"""Whether a sentence is answered, asked back, or not understood."""

import pytest

from bot.business.gate import CLARIFY, NOT_UNDERSTOOD, Guess, Limits, decide

LIMITS = Limits(answer=0.4, ask=0.06, act=0.3)


def ranking(*pairs: tuple[str, float]) -> list[Guess]:
    return [Guess(name, confidence) for name, confidence in pairs]


@pytest.mark.parametrize(
    ("guesses", "intent"),
    [
        ((("faq_a", 0.8), ("faq_b", 0.1)), "faq_a"),
        ((("faq_a", 0.35), ("faq_b", 0.3)), CLARIFY),
        ((("faq_a", 0.2), ("faq_b", 0.1)), CLARIFY),
        ((("faq_a", 0.01), ("out_of_scope", 0.005)), NOT_UNDERSTOOD),
        ((("out_of_scope", 0.6), ("faq_a", 0.2)), NOT_UNDERSTOOD),
        ((("out_of_scope", 0.2), ("faq_a", 0.1)), CLARIFY),
        ((("greet", 0.7), ("faq_a", 0.1)), "greet"),
        ((("request_handoff", 0.5), ("open_work_order", 0.46)), "open_work_order"),
        ((("request_handoff", 0.7), ("open_work_order", 0.2)), "request_handoff"),
        ((), NOT_UNDERSTOOD),
    ],
)
def test_decisions(guesses: tuple[tuple[str, float], ...], intent: str) -> None:
    assert decide("随便一句话说说", ranking(*guesses), LIMITS).intent == intent


def test_asking_back_offers_the_best_topics_only() -> None:
    guesses = ranking(("faq_a", 0.2), ("greet", 0.19), ("faq_b", 0.1), ("faq_c", 0.09), ("faq_d", 0.08))
    assert decide("医保", guesses, LIMITS).options == ("faq_a", "faq_b", "faq_c")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("着火了", "emergency"),
        ("转人工", "request_handoff"),
        ("261123048317", "order_status"),
        ("第二个", "choose_option"),
    ],
)
def test_some_words_need_no_classifier(text: str, intent: str) -> None:
    decision = decide(text, ranking(("faq_a", 0.99)), LIMITS)
    assert (decision.intent, decision.confidence) == (intent, 1.0)


@pytest.mark.parametrize("text", ["医保", "社保的事", "养老金", "居民医保", "失业保险", "断缴", "嗯那个医保"])
def test_a_subject_alone_is_no_question_however_sure_the_classifier(text: str) -> None:
    decision = decide(text, ranking(("faq_a", 0.99), ("faq_b", 0.01)), LIMITS)
    assert (decision.intent, decision.options) == (CLARIFY, ("faq_a", "faq_b"))


@pytest.mark.parametrize("text", ["医保断缴", "失业金多久", "家庭共济", "延迟退休"])
def test_a_short_question_is_one(text: str) -> None:
    assert decide(text, ranking(("faq_a", 0.99)), LIMITS).intent == "faq_a"


@pytest.mark.parametrize(
    ("confidence", "intent"), [(0.99, "faq_a"), (0.9, CLARIFY), (0.2, CLARIFY), (0.01, NOT_UNDERSTOOD)]
)
def test_without_a_word_of_our_subject_a_topic_must_be_nearly_certain(confidence: float, intent: str) -> None:
    assert decide("水费在哪里交", ranking(("faq_a", confidence)), LIMITS, on_subject=False).intent == intent


def test_acts_need_no_subject() -> None:
    assert (
        decide("我要投诉工作人员", ranking(("open_work_order", 0.9)), LIMITS, on_subject=False).intent
        == "open_work_order"
    )


def test_what_names_our_subject_is_asked_back_sooner() -> None:
    guesses = ranking(("faq_a", 0.05), ("faq_b", 0.04))
    assert decide("断保了不知道咋弄", guesses, LIMITS, on_subject=True).intent == CLARIFY
    assert decide("水管断了不知道咋弄", guesses, LIMITS, on_subject=False).intent == NOT_UNDERSTOOD


def test_words_of_danger_in_a_question_that_is_well_understood_are_no_emergency() -> None:
    sure, unsure = ranking(("faq_maternity_leave", 0.9)), ranking(("faq_maternity_leave", 0.3))
    assert decide("我下个月要生了产假几天", sure, LIMITS).intent == "faq_maternity_leave"
    assert decide("我下个月要生了产假几天", unsure, LIMITS).intent == "emergency"
    assert decide("快来人要生了怎么办", sure, LIMITS).intent == "emergency"
    assert decide("要生了", sure, LIMITS).intent == "emergency"


def test_a_complaint_worded_as_a_question_is_asked_back_unless_an_order_is_plainly_wanted() -> None:
    guesses = ranking(("open_work_order", 0.65), ("faq_a", 0.2))
    assert decide("老板不交社保能怎么办", guesses, LIMITS).intent == CLARIFY
    assert decide("老板不交社保气死我了", guesses, LIMITS).intent == "open_work_order"


def test_misheard_words_count_as_what_was_meant() -> None:
    assert decide("转仁宫", ranking(("faq_a", 0.9)), LIMITS, meant="转人工").intent == "request_handoff"


def test_an_emergency_without_words_of_danger_is_taken_seriously_sooner_than_anything_else() -> None:
    quiet = ranking(("out_of_scope", 0.5), ("emergency", 0.2))
    assert decide("他喝了酒把门反锁了我蹲在阳台上", quiet, LIMITS).intent == "emergency"
    topic = ranking(("faq_injury_48h", 0.8), ("emergency", 0.18))
    assert decide("他在单位倒下去当天就走了这算不算", topic, LIMITS).intent == "faq_injury_48h"
