"""Probabilities add up, and unseen words are reached through shorter histories."""

import math

import pytest

from speech.graph.language_model import BEGIN, END, LanguageModel

SENTENCES = [["医保", "怎么", "报销"], ["医保", "怎么", "转移"], ["社保", "怎么", "转移"], ["转人工"]]
BACKGROUND = {"天气": 30.0, "怎么": 70.0}


@pytest.fixture
def model() -> LanguageModel:
    return LanguageModel(SENTENCES, BACKGROUND)


def probability(model: LanguageModel, history: tuple[str, ...], word: str) -> float:
    """Walk the arcs as the decoder does: a known word, else back off."""
    known = model.following(history)
    if word in known:
        return known[word]
    return math.exp(model.back_off[history]) * probability(model, model.shorter(history), word)


def test_single_words_add_up_to_one(model: LanguageModel) -> None:
    assert sum(model.single.values()) == pytest.approx(1.0)


def test_known_words_leave_a_rest_for_the_unknown(model: LanguageModel) -> None:
    for history in model.histories()[1:]:
        lower = {word: probability(model, model.shorter(history), word) for word in model.following(history)}
        explicit = sum(model.following(history).values())
        unseen = math.exp(model.back_off[history]) * (1 - sum(lower.values()))
        assert explicit + unseen == pytest.approx(1.0)


def test_what_was_seen_is_likelier(model: LanguageModel) -> None:
    after = ("医保", "怎么")
    assert probability(model, after, "报销") > probability(model, after, "转人工")
    assert probability(model, (BEGIN,), "医保") > probability(model, (BEGIN,), "转移")


def test_background_words_can_be_heard_anywhere(model: LanguageModel) -> None:
    assert 0 < probability(model, ("医保", "怎么"), "天气") < probability(model, (), "天气")


def test_histories_are_shortened_to_known_ones(model: LanguageModel) -> None:
    assert model.next_history(("医保", "怎么"), "报销") == ("怎么", "报销")
    assert model.next_history(("医保", "怎么"), "天气") == ()
    assert model.next_history((), BEGIN) == (BEGIN,)


def test_works_without_sentences() -> None:
    model = LanguageModel([], BACKGROUND)
    assert model.histories() == [()]
    assert model.single[END] > 0
