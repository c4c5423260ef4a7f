"""What a unit learns of a caller, and how a citizen shows that an order is theirs."""

from hypothesis import given
from hypothesis import strategies as st

from bot.business.orders.asker import Asker
from bot.business.orders.log import entry
from bot.business.orders.order import Attachment
from bot.business.orders.secrecy import event_for_unit, files_for_unit, for_unit
from bot.business.orders.states import Status
from tests.unit.business.orders.samples import AGENT, NOW, order_in

PHONE = "13800138000"
TOLD = f"我的电话{PHONE}，身份证330302199001011234"


def test_a_secret_caller_is_left_out() -> None:
    order = order_in(
        Status.SIGNED,
        matter=TOLD,
        place=f"找我打{PHONE}",
        occurred=f"见短信 {PHONE}",
        callback_phone=PHONE,
        keep_secret=True,
        caller_hash="ab" * 32,
        conversation_id="talk",
    )
    seen = for_unit(order)
    assert seen.callback_phone is None
    assert seen.caller_hash is None
    assert seen.conversation_id is None
    assert PHONE not in str(seen)
    assert "330302199001011234" not in str(seen)
    assert for_unit(seen) == seen


def test_of_an_ordinary_callers_number_the_beginning_is_left() -> None:
    seen = for_unit(order_in(Status.SIGNED, callback_phone=PHONE, matter=TOLD))
    assert seen.callback_phone == "138********"
    assert PHONE not in seen.matter


def test_the_log_is_masked_for_a_unit() -> None:
    event = entry("261126000008", NOW, AGENT, "add_facts", TOLD, data={"report": ["", TOLD], "urged": [0, 1]})
    seen = event_for_unit(event)
    assert PHONE not in str(seen)
    assert seen.data is not None
    assert seen.data["urged"] == [0, 1]


def test_files_of_a_secret_caller_are_not_shown() -> None:
    files = [Attachment(by, "1", "a.png", "image/png", 1, "0" * 64, by, NOW) for by in ("citizen", "li")]
    assert files_for_unit(order_in(Status.SIGNED), files) == files
    assert files_for_unit(order_in(Status.SIGNED, keep_secret=True), files) == files[1:]


@given(st.none() | st.text(max_size=8), st.none() | st.text(max_size=8))
def test_only_the_right_four_digits_or_the_own_talk_open_an_order(
    digits: str | None, talk: str | None
) -> None:
    asker = Asker(digits, talk)
    assert asker.owns(order_in(Status.SIGNED, callback_phone=PHONE)) == (digits == "8000")
    assert not asker.owns(order_in(Status.SIGNED))
    assert not asker.owns(None)
    own = order_in(Status.SIGNED, conversation_id="mine")
    assert asker.owns(own) == (talk == "mine")


def test_the_own_talk_opens_an_order() -> None:
    assert Asker(conversation_id="mine").owns(order_in(Status.SIGNED, conversation_id="mine"))
    assert Asker("8000").owns(order_in(Status.SIGNED, callback_phone=PHONE))


def test_of_a_secret_callers_numbers_not_even_the_last_four_are_left() -> None:
    for told, left in (
        (f"打{PHONE}找我", "打****找我"),
        ("打幺三八零零幺三八零零零，谢谢", "打****，谢谢"),
        ("电话138-0013-8000。门牌12号", "电话****。门牌12号"),
        ("5号楼3单元，138，0013，8000", "5号楼3单元，****"),
    ):
        assert for_unit(order_in(Status.SIGNED, matter=told, keep_secret=True)).matter == left
        event = entry("261126000008", NOW, AGENT, "add_facts", told)
        assert event_for_unit(event).note == left
