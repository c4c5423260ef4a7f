"""Who is told what, and what a notice must not say."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from bot.business.notices.composing import of_action, of_calendar, of_callback, of_moment
from bot.business.notices.delivery import MOST_TRIES, Delivery, after_try, given_up, pause
from bot.business.notices.moments import Moment
from bot.business.notices.notice import Notice
from bot.business.notices.occasions import OF_ACTION, Occasion, recipient
from bot.business.notices.wording import order_text
from bot.business.orders.actions import Action
from bot.business.orders.states import Status
from bot.business.queueing.callback_request import CallbackRequest, CallbackStatus
from bot.business.queueing.groups import Group
from tests.unit.business.notices.test_moments import DUE, ORDER, RULES, SENT

O, A = Occasion, Action  # noqa: E741
PERSONAL = replace(
    ORDER, matter="我叫张三，住人民路1号", place="人民路1号", occurred="昨天", report="已上门找张三"
)
ABOUT_ORDERS = [each for each in O if each not in (O.CALLBACK_DUE, O.CALENDAR_UNKNOWN, O.KNOWLEDGE_EXPIRES)]


@pytest.mark.parametrize("occasion", ABOUT_ORDERS)
def test_a_notice_names_the_order_and_nothing_of_the_citizen(occasion: Occasion) -> None:
    said = occasion.label + order_text(occasion, PERSONAL, "路灯不亮", DUE)
    assert "工单 260925 000012（路灯不亮）" in said
    for secret in ("张三", "人民路", "昨天", "13800138000", "8000"):
        assert secret not in said


def test_deadlines_are_said_in_china_time() -> None:
    utc = DUE.astimezone(timezone.utc)
    assert "2026年10月10日17:30前办结" in order_text(O.REMINDER, ORDER, "路灯不亮", utc)


@pytest.mark.parametrize("occasion", list(O))
def test_everything_is_told_to_somebody(occasion: Occasion) -> None:
    assert all(recipient(audience, "hrss") for audience in occasion.audiences)


def test_who_is_told() -> None:
    def recipients(occasion: Occasion) -> list[str]:
        return [each.recipient for each in of_moment(Moment(DUE, occasion, DUE), ORDER, "路灯", DUE)]

    assert recipients(O.REMINDER) == recipients(O.UNSIGNED) == ["unit:hrss"]
    assert recipients(O.UNSIGNED_STILL) == recipients(O.HELD_REVIEW) == ["role:supervisor"]
    assert recipients(O.OVERDUE) == ["unit:hrss", "role:supervisor"]


def test_a_key_is_the_occasion_the_order_and_the_deadline() -> None:
    def key(deadline, at=DUE, occasion=O.OVERDUE) -> str:
        return of_moment(Moment(at, occasion, deadline), ORDER, "路灯", SENT)[0].key

    day = timedelta(days=1)
    assert key(DUE) == key(DUE, at=DUE - day)
    assert key(DUE) != key(DUE + day)
    assert key(DUE, DUE, O.REMINDER) != key(DUE, DUE - day, O.REMINDER)
    assert len(key(DUE, DUE, O.REMINDER)) <= 160


@pytest.mark.parametrize("action", list(OF_ACTION))
def test_what_is_done_while_a_unit_works_on_it_is_told(action: Action) -> None:
    told = of_action(action, ORDER, ORDER, "路灯", SENT)
    assert [each.kind for each in told] == [OF_ACTION[action].value]


def test_who_gave_an_order_back_is_told_although_it_has_no_unit_any_more() -> None:
    asked = replace(ORDER, status=Status.RETURN_ASKED)
    pending = replace(ORDER, status=Status.PENDING, unit=None, due_at=None)
    assert [each.recipient for each in of_action(A.GRANT_RETURN, asked, pending, "路灯", SENT)] == [
        "unit:hrss"
    ]


def test_no_unit_is_told_of_what_is_not_with_it() -> None:
    merged = replace(ORDER, status=Status.MERGED)
    assert of_action(A.URGE, merged, merged, "路灯", SENT) == []
    assert of_action(A.SIGN, ORDER, ORDER, "路灯", SENT) == []


def test_promised_calls() -> None:
    request = CallbackRequest(
        "c1",
        None,
        "13800138000",
        SENT,
        SENT + timedelta(hours=1),
        Group.GENERAL,
        "我叫张三",
        CallbackStatus.OPEN,
        SENT,
        "k",
    )
    notice = of_callback(request, SENT)
    assert notice.recipient == "role:agent"
    assert "9月25日10:00到11:00" in notice.text
    assert "张三" not in notice.text
    assert "13800138000" not in notice.text
    assert of_callback(replace(request, agent="li"), SENT).recipient == "staff:li"
    assert of_callback(replace(request, tries=1), SENT).key != notice.key


def test_an_unknown_year_is_told_to_administrators_once() -> None:
    next_year = replace(ORDER, due_at=DUE.replace(year=2027))
    notice = of_calendar(next_year, RULES.calendar, SENT)
    assert notice is not None
    assert (notice.recipient, notice.key) == ("role:admin", "calendar_unknown:2027")
    assert of_calendar(ORDER, RULES.calendar, SENT) is None


def test_pauses_grow_up_to_an_hour_and_outlast_a_weekend() -> None:
    pauses = [pause(tries) for tries in range(1, MOST_TRIES)]
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(seconds=30)
    assert pauses[-1] == timedelta(hours=1)
    assert sum(pauses, timedelta()) > timedelta(hours=62)


def test_a_try() -> None:
    notice = Notice("id", "key", "overdue", "unit:hrss", "超期", "文字", SENT, SENT, tries=1)
    failed = after_try(notice, Delivery(frozenset({"console"}), "webhook: HTTP 500" + "x" * 999), SENT)
    assert (failed.delivered_by, failed.next_try_at) == ("console", SENT + pause(1))
    assert len(failed.error) == 500
    assert not given_up(failed)
    assert given_up(replace(failed, tries=MOST_TRIES))
    sent = after_try(failed, Delivery(frozenset({"webhook", "console"})), DUE)
    assert (sent.delivered_by, sent.sent_at, sent.error) == ("console webhook", DUE, "")
