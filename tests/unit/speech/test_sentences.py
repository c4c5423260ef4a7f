import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.sentences import LONGEST, sentences


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("您好。请问什么事？", ["您好。", "请问什么事？"]),
        ("真的吗？！好的……", ["真的吗？！", "好的……"]),
        ("他说：“可以。”然后走了。", ["他说：“可以。”", "然后走了。"]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("满3.5年，可以办", ["满3.5年，可以办"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_a_text_is_cut_at_sentence_ends(text: str, pieces: list[str]) -> None:
    assert sentences(text) == pieces


def test_a_long_sentence_is_cut_at_its_commas() -> None:
    pieces = sentences("需要带身份证和社保卡，" * 20)
    assert len(pieces) > 1
    assert all(piece.endswith("，") and len(piece) <= LONGEST for piece in pieces)


@given(st.text("好的是我。，！？\n ”", max_size=400))
def test_nothing_is_lost_and_nothing_is_too_long(text: str) -> None:
    pieces = sentences(text)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(0 < len(piece) <= LONGEST for piece in pieces)
