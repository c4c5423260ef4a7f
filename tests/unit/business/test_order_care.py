"""What a citizen wishes about an order they have, and what is still to be asked."""

import pytest

from bot.business import order_care_talk as talk
from bot.business.gate import ORDER_STATUS, Limits, decide
from bot.business.order_care import Care, Piece, Wish, begun, learn, wish_in

NUMBER = "261125000017"


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("帮我催一下", Wish.URGE),
        ("我要催单", Wish.URGE),
        ("那个工单能加急吗", Wish.URGE),
        ("撤回工单", Wish.WITHDRAW),
        ("我的工单不用办了", Wish.WITHDRAW),
        ("我要撤销投诉", Wish.WITHDRAW),
        ("我想补充情况", Wish.ADD),
        ("工单里再加几句", Wish.ADD),
        ("评价工单", Wish.RATE),
        ("给那个工单打分", Wish.RATE),
        ("失业金怎么领", None),
        ("取消登记", None),
        ("社保断了怎么补充缴费情况", None),
        ("怎么撤回工单", None),
        ("你们催一催那家公司把工资给大家发了吧", None),
        ("工伤那边叫我补充情况说明是什么意思", None),
    ],
)
def test_wishes(text: str, wish: Wish | None) -> None:
    assert wish_in(text) is wish


def test_a_wish_is_understood_without_the_model() -> None:
    assert decide("我要撤回工单", [], Limits(0.65, 0.08, 0.6)).intent == ORDER_STATUS


def test_pieces_are_asked_for_in_order() -> None:
    care = Care(Wish.RATE.value)
    asked = []
    for answer in (f"工单号{NUMBER}", None, "没解决", "不满意", "联系过"):
        asked.append(care.missing)
        care = learn(care, answer) if answer else Care(care.wish, care.number, owned=True)
    assert asked == [Piece.NUMBER, Piece.LAST_FOUR, Piece.SOLVED, Piece.SATISFIED, Piece.CONTACTED]
    assert (care.missing, care.solved, care.satisfied, care.contacted) == (None, False, "dissatisfied", True)


@pytest.mark.parametrize("said", ["八零零零", "8000", "尾号8000", "8 0 0 0", "幺二三四"])
def test_last_four_digits_as_people_say_them(said: str) -> None:
    digits = learn(Care(number=NUMBER), said).last_four
    assert digits == ("1234" if said == "幺二三四" else "8000")


@pytest.mark.parametrize("said", ["不记得了", "13800138000", "123"])
def test_what_is_no_last_four_is_asked_again(said: str) -> None:
    care = Care(number=NUMBER)
    assert learn(care, said) == care


@pytest.mark.parametrize(
    ("said", "meant"),
    [("解决了", True), ("没有解决", False), ("还没", False), ("是的", True), ("说不清", False)],
)
def test_solved_or_not(said: str, meant: bool) -> None:
    assert learn(Care(Wish.RATE.value, NUMBER, True), said).solved is meant


def test_another_number_begins_anew_and_has_to_be_shown_to_be_theirs() -> None:
    care = learn(Care(number=NUMBER, owned=True, last_four="8000"), "换一个，261125000025")
    assert (care.number, care.owned, care.last_four) == ("261125000025", False, None)


def test_the_wish_itself_answers_nothing() -> None:
    care = begun(Care(number=NUMBER, owned=True).anew(Wish.WITHDRAW), "撤回工单")
    assert care.missing is Piece.SURE


def test_another_wish_about_the_same_order_asks_nothing_twice() -> None:
    care = Care(number=NUMBER, owned=True).anew(Wish.URGE)
    assert care.missing is None


def test_digits_are_taken_by_keys_where_digits_are_asked_for() -> None:
    assert dict(talk.question(Care()).details)["expects"] == "number"
    assert dict(talk.question(Care(number=NUMBER)).details)["expects"] == "number"
