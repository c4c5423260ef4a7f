import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.pinyin import to_pinyin


@pytest.mark.parametrize(
    ("said", "reading"),
    [
        ("银行行长", "yin2 hang2 hang2 zhang3"),
        ("市长", "shi4 zhang3"),
        ("给付", "ji3 fu4"),
        ("调解", "tiao2 jie3"),
        ("乐清市", "yue4 qing1 shi4"),
        ("旅游", "lv3 you2"),
        ("好的，再见。", "hao3 de5, zai4 jian4."),
        ("", ""),
        ("，。！", ""),
    ],
)
def test_readings(said: str, reading: str) -> None:
    assert to_pinyin(said) == reading


def test_letters_are_spelt() -> None:
    assert to_pinyin("APP") == "ei1 pi1 pi1"


@given(st.text(max_size=60))
def test_the_engine_is_given_syllables_and_pauses_only(text: str) -> None:
    reading = to_pinyin(text)
    assert re.fullmatch(r"[a-zê1-5,. ]*", reading)
    assert not reading or re.search("[a-z]", reading)
