"""Misheard sentences for evaluation: the same each time, and as much disturbed as was asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.noise import disturb
from bot.nlu.sounds import blurred, syllables

SENTENCE = "我在厂里干了十年去年被裁了失业金能领几个月"


def test_nothing_is_disturbed_without_noise() -> None:
    assert disturb(SENTENCE, 0.0, 1) == SENTENCE


def test_the_same_seed_disturbs_the_same() -> None:
    assert disturb(SENTENCE, 0.2, 1) == disturb(SENTENCE, 0.2, 1)
    assert len({disturb(SENTENCE, 0.2, seed) for seed in range(20)}) > 10


def test_about_the_share_that_was_asked_is_disturbed() -> None:
    sentences = [SENTENCE[at:] + SENTENCE[:at] for at in range(len(SENTENCE))]
    kept = sum(disturb(each, 0.2, seed) == each for each in sentences for seed in range(10))
    assert kept < 0.05 * 10 * len(sentences)  # 0.8 ** 21 is one in a hundred


@pytest.mark.parametrize("share", [0.3, 1.0])
def test_most_of_what_is_disturbed_sounds_alike(share: float) -> None:
    heard = [disturb(character, share, seed) for character in SENTENCE for seed in range(30)]
    same = [
        blurred(syllables([one])[0]) == blurred(syllables([other])[0])
        for one, other in zip((c for c in SENTENCE for _ in range(30)), heard, strict=True)
        if len(other) == 1
    ]
    assert all(same)


@given(st.text(max_size=40), st.floats(0, 1), st.integers(0, 5))
def test_any_text_can_be_disturbed(text: str, share: float, seed: int) -> None:
    assert isinstance(disturb(text, share, seed), str)
