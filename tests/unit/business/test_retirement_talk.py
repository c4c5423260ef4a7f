"""What people say about themselves, and what they are told."""

import pytest

from bot.business.retirement_talk import Known, asks, learn, question, result


@pytest.mark.parametrize(
    ("sentence", "known"),
    [
        ("我七零年三月的女工人什么时候退", Known(1970, 3, "女", "50")),
        ("1975年4月出生女干部", Known(1975, 4, "女", "55")),
        ("我老公一九六九年十二月出生的", Known(1969, 12, "男")),
        ("六八年十月男", Known(1968, 10, "男")),
        ("70.3 女 车间", Known(1970, 3, "女", "50")),
        ("我妈75年11月生的", Known(1975, 11, "女")),
        ("七五年的男的", Known(1975, None, "男")),
        ("１９７２年８月", Known(1972, 8)),
        ("我正月里生的六八年", Known(1968)),
        ("几岁退休", Known()),
        ("我五十三了女的", Known(sex="女")),
        ("女的按五十五岁那档吗", Known(sex="女", post="55")),
        ("男的2031年8月能退吗", Known(sex="男")),
        ("我是自己交社保的女的八零年五月生", Known(1980, 5, "女", "flexible")),
        ("女七三年十一月管理岗位", Known(1973, 11, "女", "55")),
    ],
)
def test_one_sentence(sentence: str, known: Known) -> None:
    assert learn(None, sentence) == known


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("我七零年三月的女工人什么时候退", True),
        ("1975年4月生的女干部几岁退休", True),
        ("六八年十月男的能退了吗", True),
        ("我七零年三月参加工作", False),
        ("什么时候退休", False),
        ("2026年8月能退居民医保的钱吗", False),
        ("八五年三月出生的医保断了怎么办", False),
    ],
)
def test_a_birth_month_and_the_wish_to_retire_are_enough(sentence: str, does: bool) -> None:
    assert asks(sentence) is does


def test_piece_by_piece() -> None:
    known = Known()
    for sentence in ("我什么时候退休", "七五年的", "三月份", "女的", "不知道"):
        known = learn(known.as_dict(), sentence)
    assert known == Known(1975, 3, "女", "unknown")
    assert known.complete


def test_what_is_told_anew_replaces() -> None:
    assert learn(Known(1970, 3, "女", "50").as_dict(), "说错了，是七一年四月") == Known(1971, 4, "女", "50")


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        (Known(), "哪年哪月"),
        (Known(1975), "几月份"),
        (Known(1975, 3), "男职工还是女职工"),
        (Known(1975, 3, "女"), "岗位"),
    ],
)
def test_the_first_missing_piece_is_asked_for(known: Known, asked: str) -> None:
    assert not known.complete
    assert asked in question(known).text


def test_a_lunar_month_is_asked_for_by_the_calendar() -> None:
    assert "公历" in question(Known(1968), "六八年腊月").text


def test_a_man_is_told_the_month_and_why() -> None:
    reply = result(Known(1968, 10, "男"))
    assert reply.kind == "calculation"
    assert "61周岁，2029年10月到法定退休年龄" in reply.text
    assert "延迟12个月" in reply.text
    assert "最少要缴满15年" in reply.text
    assert "最早2028年10月" in reply.text
    assert "最晚2032年10月" in reply.text
    assert dict(reply.details)["sources"][0]["year"] == 2024
    assert len(reply.speech) <= 80


def test_who_was_old_enough_before_2025_has_nothing_to_choose_earlier() -> None:
    reply = result(Known(1964, 5, "男"))
    assert "2024年5月" in reply.text
    assert "不受延迟影响" in reply.text
    assert "弹性提前" not in reply.text


def test_a_woman_who_does_not_know_her_post_is_told_both() -> None:
    reply = result(Known(1975, 3, "女", "unknown"))
    assert "按工人岗位（原50周岁）：50周岁2个月" in reply.text
    assert "按管理、技术岗位（原55周岁）：56周岁4个月" in reply.text
    assert len(reply.speech) <= 80


def test_a_woman_on_her_own_is_told_that_the_region_decides() -> None:
    assert "看参保地规定" in result(Known(1980, 5, "女", "flexible")).text
