from pathlib import Path

import pytest
import yaml

from speech.corrections import Corrections
from speech.errors import CorrectionsError

ROOT = Path(__file__).parents[3]
FILE = ROOT / "data/reference/corrections.yml"


@pytest.fixture(scope="module")
def corrections() -> Corrections:
    return Corrections.load(FILE)


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("强老保险怎么交", "养老保险怎么交"),
        ("工商认定要什么材料", "工伤认定要什么材料"),
        ("事业金怎么领", "失业金怎么领"),
        ("异地备按怎么办", "异地备案怎么办"),
        ("一保卡丢了", "医保卡丢了"),
        ("灵活旧业怎么餐保缴费", "灵活就业怎么参保缴费"),
        ("我要转人公", "我要转人工"),
    ],
)
def test_misheard_words_are_put_right(corrections: Corrections, heard: str, meant: str) -> None:
    assert corrections.apply(heard) == meant


@pytest.mark.parametrize(
    "text",
    [
        "工商局在哪里",
        "我在工商银行上班",
        "工商登记和个体工商户",
        "事业单位的养老保险",
        "公益事业补助",
        "由学校统一保管",
        "万一保险断了怎么办",
        "请提前准备按时缴费",
        "设备按规定检查",
        "分段缴费",
        "想请教费用的事",
        "回头诉说",
        "增强老年人的体质",
        "快餐保温箱",
        "同一地备案",
        "兜底保障",
        "做生意保险",
        "我要养老金",
    ],
)
def test_correct_sentences_stay(corrections: Corrections, text: str) -> None:
    assert corrections.apply(text) == text


def test_nothing_that_was_put_right_is_changed_again(corrections: Corrections) -> None:
    meant = [entry["meant"] for entry in yaml.safe_load(FILE.read_text(encoding="utf-8"))["corrections"]]
    assert [corrections.apply(word) for word in meant] == meant
    assert len(corrections) >= 80


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("unreadable", "- a"),
        ("unreadable", "corrections: ["),
        ("unreadable", "other: []"),
        ("bad_entry", "corrections: [{heard: 甲}]"),
        ("bad_entry", "corrections: [{heard: 甲, meant: 甲}]"),
        ("bad_entry", "corrections: [甲]"),
        ("twice", "corrections: [{heard: 甲, meant: 乙}, {heard: 甲, meant: 丙}]"),
    ],
)
def test_a_bad_list_is_refused(tmp_path: Path, code: str, text: str) -> None:
    path = tmp_path / "corrections.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorrectionsError) as caught:
        Corrections.load(path)
    assert caught.value.code == code


def test_no_list_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(CorrectionsError):
        Corrections.load(tmp_path / "none.yml")
