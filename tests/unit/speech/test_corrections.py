import pytest

from speech.corrections import Corrections


def test_the_longest_entry_wins() -> None:
    assert Corrections({"工商": "甲", "工商认定": "工伤认定"}).apply("工商认定和工商") == "工伤认定和甲"


def test_what_was_put_right_is_not_put_right_again() -> None:
    assert Corrections({"甲": "乙", "乙": "丙"}).apply("甲乙") == "乙丙"


@pytest.mark.parametrize("text", ["", "工商局", "没有听错的话"])
def test_an_empty_list_changes_nothing(text: str) -> None:
    assert Corrections({}).apply(text) == text
