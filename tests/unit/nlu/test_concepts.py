"""Different words for the same thing."""

import pytest

from bot.nlu.concepts import ConceptFinder, with_pairs

FINDER = ConceptFinder(
    {
        "medical": ["医保"],
        "resident": ["居民医保", "新农合"],
        "fired": ["炒鱿鱼", "辞退"],
        "up": ["涨"],
        "filing": ["备案"],
    }
)


@pytest.mark.parametrize(
    ("sentence", "concepts"),
    [
        ("居民医保", ["resident"]),  # the longest wording at a place, not the word inside it as well
        ("新农合和医保", ["resident", "medical"]),
        ("新龙合", ["resident"]),  # n and l, as they are confused
        ("一保", ["medical"]),  # the same syllables
        ("备按", ["filing"]),
        ("养老金涨", ["up"]),
        ("养老金张", []),  # one character counts only as it is written
        ("", []),
    ],
)
def test_wordings_are_found_by_sound(sentence: str, concepts: list[str]) -> None:
    assert FINDER.find(list(sentence)) == concepts


def test_pairs_are_named_in_one_order_and_once() -> None:
    assert with_pairs(["b", "a", "b"]) == ["a", "b", "a&b"]
