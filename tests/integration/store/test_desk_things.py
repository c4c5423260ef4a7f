"""Promised calls and what agents keep beside talks, on both real databases."""

from datetime import datetime, timedelta, timezone

import pytest

from bot.bootstrap import Services, build_services
from bot.business.conversation import Channel, Speaker
from bot.business.errors import AlreadyClaimed, Invalid, NotAllowed, NotFound
from bot.business.orders.order import Satisfaction
from bot.business.queueing.callback_request import CallbackStatus
from bot.business.queueing.groups import Group
from bot.business.staff import Role, Staff
from bot.settings import Settings
from bot.store.database import upgrade
from tests.integration.store.test_queue import together

MORNING = datetime(2026, 11, 26, 2, 0, tzinfo=timezone.utc)  # a Thursday, 10:00 in China
LATER = (MORNING + timedelta(hours=1), MORNING + timedelta(hours=2))
BOSS = Staff("1", "boss", "班长", Role.SUPERVISOR)


@pytest.fixture
def services(database_url: str, tmp_path):
    upgrade(database_url)
    built = build_services(Settings(database_url=database_url, var=tmp_path), lambda: MORNING)
    yield built
    built.database.close()


def test_a_promise_given_twice_is_one_promise(services: Services) -> None:
    talk = services.conversations.start(Channel.WEB)
    services.conversations.add_turn(talk.id, Speaker.CITIZEN, "门诊怎么报销")
    promised = together([lambda: services.callbacks.request("13800138000", *LATER, "报销", "k", talk.id)] * 6)
    assert len({each.id for each in promised}) == 1
    (kept,) = services.callbacks.list()
    assert (kept.phone, kept.group, kept.about) == ("13800138000", Group.MEDICAL, "报销")


def test_a_promised_call_is_made_by_one_and_tried_again(services: Services) -> None:
    call = services.callbacks.request("057788888888", *LATER, "", "k")
    results = together([lambda name=f"agent{n}": services.callbacks.claim(call.id, name) for n in range(5)])
    assert sum(isinstance(each, AlreadyClaimed) for each in results) == 4
    agent = services.callbacks.get(call.id).agent
    assert agent is not None
    with pytest.raises(NotAllowed):
        services.callbacks.done(call.id, "other", "已回复")
    tomorrow = (MORNING + timedelta(days=1), MORNING + timedelta(days=1, hours=1))
    later = services.callbacks.try_again(call.id, agent, *tomorrow, "没人接")
    assert (later.agent, later.tries, later.wanted_from) == (None, 1, tomorrow[0])
    services.callbacks.claim(call.id, "wang")
    assert services.callbacks.release(call.id).agent is None
    services.callbacks.claim(call.id, "li")
    done = services.callbacks.done(call.id, "li", "已说明")
    assert (done.status, done.tries, done.note) == (CallbackStatus.DONE, 2, "没人接\n已说明")
    assert services.callbacks.list() == []
    assert services.callbacks.list(CallbackStatus.DONE) == [done]
    for act in (
        lambda: services.callbacks.claim(call.id, "li"),
        lambda: services.callbacks.cancel(call.id, "不用了"),
    ):
        with pytest.raises(NotAllowed, match="已回电"):
            act()


@pytest.mark.parametrize(
    ("number", "hours"), [("12345", 1), ("13800138000", 12), ("13800138000", -2), ("13800138000", 24 * 40)]
)
def test_promises_that_nobody_could_keep_are_refused(services: Services, number: str, hours: int) -> None:
    start = MORNING + timedelta(hours=hours)
    with pytest.raises(Invalid):
        services.callbacks.request(number, start, start + timedelta(hours=1), "", "k")
    assert services.callbacks.list(None) == []


def test_notes_drafts_and_ratings(services: Services) -> None:
    talk = services.conversations.start(Channel.WEB)
    services.desk_things.add_note(talk.id, "li", " 说话很急 ")
    services.desk_things.add_note(talk.id, "wang", "已解释两次")
    assert [each.text for each in services.desk_things.notes(talk.id)] == ["说话很急", "已解释两次"]
    for words in ("", "字" * 1001):
        with pytest.raises(Invalid):
            services.desk_things.add_note(talk.id, "li", words)
    with pytest.raises(NotFound):
        services.desk_things.add_note("none", "li", "在吗")
    together([lambda n=n: services.desk_things.save_draft("li", talk.id, f"第{n}版") for n in range(6)])
    draft = services.desk_things.draft("li", talk.id)
    assert draft is not None
    assert draft.text.startswith("第")
    assert services.desk_things.draft("wang", talk.id) is None
    assert services.desk_things.save_draft("li", talk.id, "  ") is None
    assert services.desk_things.draft("li", talk.id) is None
    services.desk_things.rate(talk.id, False, Satisfaction.DISSATISFIED)
    services.desk_things.rate(talk.id, True, Satisfaction.SATISFIED)
    rating = services.desk_things.rating(talk.id)
    assert rating is not None
    assert (rating.solved, rating.satisfied) == (True, "satisfied")


def test_canned_answers(services: Services) -> None:
    things = services.desk_things
    hello = things.save_canned(BOSS, "问候", "{市民}您好，我是{坐席}", None)
    things.save_canned(BOSS, "报销材料", "请带发票原件", Group.MEDICAL)
    things.save_canned(BOSS, "退休年龄", "请看政策", Group.SOCIAL)
    assert [each.title for each in things.canned([Group.MEDICAL])] == ["报销材料", "问候"]
    assert len(things.canned()) == 3
    changed = things.save_canned(BOSS, "问候", "您好", None, hello.id)
    assert changed in things.canned([])
    with pytest.raises(Invalid, match="不认识"):
        things.save_canned(BOSS, "问候", "{姓名}您好", None)
    with pytest.raises(NotFound):
        things.save_canned(BOSS, "问候", "您好", None, "none")
    agent = Staff("2", "li", "老李", Role.AGENT)
    for act in (
        lambda: things.save_canned(agent, "问候", "您好", None),
        lambda: things.drop_canned(agent, hello.id),
    ):
        with pytest.raises(NotAllowed):
            act()
    things.drop_canned(BOSS, hello.id)
    things.drop_canned(BOSS, hello.id)
    assert len(things.canned()) == 2
