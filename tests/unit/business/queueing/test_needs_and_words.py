"""What is understood of who waits, when people are there, and what agents send."""

from datetime import date, datetime, time, timedelta, timezone

import pytest

from bot.business.china import CHINA
from bot.business.conversation import Speaker, Turn
from bot.business.errors import Invalid
from bot.business.queueing.callback_times import check_times, offered_times
from bot.business.queueing.canned import checked_canned, filled, values_for
from bot.business.queueing.groups import Group
from bot.business.queueing.needs import group_for, sounds_elderly
from bot.business.queueing.office_hours import OfficeHours, moment_in_words
from bot.business.queueing.waiting_talk import CallbackTalk, Wish, learn, talk_of, wish_in

MAKE_UP = date(2026, 11, 28)  # a Saturday that is worked, for this test
HOURS = OfficeHours(
    (time(8, 30), time(17, 30)), None, lambda day: day == MAKE_UP or (day.weekday() < 5 and day.day != 27)
)


def china(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA).astimezone(timezone.utc)


def said(*turns: tuple[Speaker, str, str | None]) -> list[Turn]:
    at = china(26, 9)
    return [
        Turn(seq, "c", seq, speaker, text, at, topic=topic)
        for seq, (speaker, text, topic) in enumerate(turns, 1)
    ]


TOPICS = {"unemp": Group.SOCIAL, "clinic": Group.MEDICAL}.get


@pytest.mark.parametrize(
    ("turns", "group"),
    [
        ([], Group.GENERAL),
        ([(Speaker.CITIZEN, "路灯坏了", None)], Group.GENERAL),
        ([(Speaker.CITIZEN, "门诊怎么报销", None)], Group.MEDICAL),
        ([(Speaker.CITIZEN, "医保和养老都要问", None)], Group.GENERAL),
        (
            [
                (Speaker.CITIZEN, "领多久", None),
                (Speaker.ROBOT, "", "unemp"),
                (Speaker.CITIZEN, "转人工", None),
            ],
            Group.SOCIAL,
        ),
        ([(Speaker.ROBOT, "", "unemp"), (Speaker.ROBOT, "", "clinic")], Group.MEDICAL),
        ([(Speaker.ROBOT, "医保、社保都可以问我", None), (Speaker.CITIZEN, "转人工", None)], Group.GENERAL),
    ],
)
def test_group(turns: list[tuple[Speaker, str, str | None]], group: Group) -> None:
    assert group_for(said(*turns), TOPICS) is group


@pytest.mark.parametrize(
    ("words", "elderly"),
    [
        ("我今年78岁了", True),
        ("我都七十多了听不清", True),
        ("我年纪大了不会用手机", True),
        ("我是老年人", True),
        ("我妈78岁了", False),
        ("我今年58岁", False),
        ("我70年出生的", False),
        ("养老金怎么领", False),
    ],
)
def test_elderly_only_when_they_say_so(words: str, elderly: bool) -> None:
    assert sounds_elderly(said((Speaker.CITIZEN, words, None))) is elderly


def test_office_hours_follow_holidays_and_make_up_days() -> None:
    assert not HOURS.is_open(china(26, 8, 29))
    assert HOURS.is_open(china(26, 8, 30))
    assert not HOURS.is_open(china(26, 17, 30))
    assert not HOURS.is_open(china(27, 10))  # off
    assert HOURS.is_open(china(28, 10))  # Saturday, worked
    assert HOURS.opens_at(china(26, 10)) is None
    assert HOURS.opens_at(china(26, 18)) == china(28, 8, 30)
    assert moment_in_words(china(28, 8, 30), china(26, 18)) == "后天 8:30"
    never = OfficeHours(None, None, lambda _: True)
    assert not never.is_open(china(26, 10))
    assert never.opens_at(china(26, 10)) is None


def test_callback_times_lie_within_office_hours() -> None:
    now = china(26, 16, 20)
    labels = [each.label for each in offered_times(HOURS, now)]
    assert labels == [
        "今天下午 16:20—17:30",
        "后天上午 8:30—12:00",
        "后天下午 12:00—17:30",
        "11月30日（周一）上午 8:30—12:00",
    ]
    for each in offered_times(HOURS, now):
        check_times(each.start, each.end, HOURS, now)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (china(26, 9), china(26, 9, 30)),  # over
        (china(28, 10), china(28, 9)),
        (china(27, 9), china(27, 10)),  # off
        (china(28, 7), china(28, 9)),
        (china(28, 17), china(28, 18)),
        (china(28, 9), china(30, 9)),
        (china(28, 9) + timedelta(days=70), china(28, 10) + timedelta(days=70)),
    ],
)
def test_calls_that_nobody_could_make_are_refused(start: datetime, end: datetime) -> None:
    with pytest.raises(Invalid, match=r"回电|上班"):
        check_times(start, end, HOURS, china(26, 10))


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("给我回电吧", Wish.CALLBACK),
        ("回电", Wish.CALLBACK),
        ("登记工单", Wish.ORDER),
        ("帮我登记一下", Wish.ORDER),
        ("不等了", Wish.ROBOT),
        ("继续问小政", Wish.ROBOT),
        ("我的社保断了三年", None),
        ("怎么还没有人", None),
    ],
)
def test_what_who_waits_wants_instead(words: str, wish: Wish | None) -> None:
    assert wish_in(words) is wish


def test_a_call_is_arranged_in_two_sentences_or_in_one() -> None:
    times = tuple(offered_times(HOURS, china(26, 10)))
    asked = CallbackTalk(times)
    carried = talk_of([{"callback": asked.as_dict()}])
    assert carried == asked
    assert learn(asked, "随便").chosen is None
    chosen = learn(asked, "第二个")
    assert chosen.chosen == times[1]
    later = talk_of([{"callback": chosen.as_dict()}])
    assert later is not None
    assert later.chosen == times[1]
    assert learn(later, "13800138000") == CallbackTalk(times, times[1], "13800138000")
    at_once = learn(asked, "后天上午打13800138000")
    assert at_once.chosen is not None
    assert at_once.chosen.label.startswith("后天上午")
    assert at_once.number == "13800138000"
    assert talk_of([{"kind": "faq"}]) is None
    assert talk_of([]) is None


def test_canned_answers_are_filled() -> None:
    title, text = checked_canned(" 问候 ", "{市民}您好，我是{坐席}，工单 {工单号} 已于｛日期｝登记。")
    assert title == "问候"
    values = values_for("老陈", date(2026, 11, 26), "261126000017", "张先生")
    assert filled(text, values) == (
        "张先生您好，我是老陈，工单 261126000017 已于2026年11月26日登记。",
        (),
    )
    assert filled("工单 {工单号}", values_for("老陈", date(2026, 11, 26))) == ("工单 {工单号}", ("工单号",))


@pytest.mark.parametrize("text", ["", "您好{姓名}", "您好{", "}您好", "{{市民}}", "字" * 501])
def test_bad_canned_answers_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        checked_canned("问候", text)
