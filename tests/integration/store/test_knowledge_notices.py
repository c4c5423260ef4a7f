"""What expires in the knowledge base is told in time and once, on both databases; and how much was answered."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from anyio.to_thread import run_sync

from bot.bootstrap import Services
from bot.business.conversation import Channel, Speaker
from bot.business.notices.delivery import Delivery
from bot.business.notices.notice import Notice
from bot.business.studio.contents import Contents
from bot.conversations.deadline_watch import watched_deadlines
from bot.notifiers.fan_out import FanOut
from bot.notifiers.mail import MailServer, SmtpNotifier
from bot.services.studio.health import HealthService
from tests.integration.mail_receiver import mail_server
from tests.integration.store.order_people import Clock, together

MONDAY_7, MONDAY_8 = (
    datetime(2026, 11, 22 + day, hour, tzinfo=timezone.utc) for day, hour in ((0, 23), (1, 0))
)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def value(label: str, expires: str | None) -> dict[str, Any]:
    return {"label": label, "value": "每月 1800 元", "expires": expires}


def health(services: Services, clock: Clock, **expires: str) -> HealthService:
    contents = Contents({}, {key: value(key, day) for key, day in expires.items()})
    return HealthService(services.database.unit_of_work, clock, lambda: contents, services.notices)


def told(services: Services) -> list[Notice]:
    found: list[Notice] = []

    def deliver(notice: Notice) -> Delivery:
        found.append(notice)
        return Delivery(frozenset({"test"}))

    while services.notices.deliver(deliver):
        pass
    return found


def test_each_week_from_monday_morning_on(services: Services, clock: Clock) -> None:
    here = health(services, clock, 失业金标准="2027-01-20", 高温津贴="2026-10-31")
    clock.moment = MONDAY_7
    assert here.tell() == 0
    clock.moment = MONDAY_8
    assert (here.tell(), here.tell()) == (1, 0)
    (notice,) = told(services)
    assert (notice.kind, notice.recipient) == ("knowledge_expires", "role:admin")
    assert notice.subject == "知识库有内容要失效"
    assert notice.text == (
        "知识库里1 项内容快要失效，1 项已经失效，还没有接上的内容："
        "“高温津贴”的本地值，2026年10月31日已过期；“失业金标准”的本地值，2027年1月20日是最后一天。"
        "请在“知识库 → 体检”里查看。"
    )
    clock.forward(days=6)
    assert here.tell() == 0
    clock.forward(days=1)
    assert here.tell() == 1
    assert len(told(services)) == 1


def test_who_was_away_on_monday_is_told_later_in_the_week(services: Services, clock: Clock) -> None:
    clock.moment = MONDAY_8 + timedelta(days=3, hours=-6)
    assert health(services, clock, a="2026-12-31").tell() == 1


def test_a_week_before_it_is_told_once_more(services: Services, clock: Clock) -> None:
    here = health(services, clock, 甲="2026-12-10", 乙="2026-12-10", 丙="2026-12-12")
    clock.moment = datetime(2026, 12, 2, 4, tzinfo=timezone.utc)
    assert here.tell() == 1  # this week's
    clock.forward(days=1)
    assert (here.tell(), here.tell()) == (1, 0)
    week, day = told(services)
    assert "丙" in week.text
    assert ("甲" in day.text, "乙" in day.text, "丙" in day.text) == (True, True, False)
    clock.forward(days=2)
    assert here.tell() == 1  # the third
    clock.moment = datetime(2026, 12, 10, 15, 59, tzinfo=timezone.utc)
    assert here.tell() == 1  # the next week's


def test_nothing_to_tell(services: Services, clock: Clock) -> None:
    assert health(services, clock, a="2027-06-30").tell() == 0
    assert services.health.tell() == 0  # what is shipped: each answer that ends is followed by another


def test_many_are_counted(services: Services, clock: Clock) -> None:
    health(services, clock, **{f"v{n:02}": "2027-01-01" for n in range(12)}).tell()
    (notice,) = told(services)
    assert "v09" in notice.text
    assert "v10" not in notice.text
    assert "另有 2 项" in notice.text


def test_two_at_once_tell_once(services: Services, clock: Clock) -> None:
    here = health(services, clock, a="2026-11-30")
    assert sum(together(6, lambda _: here.tell())) == 2
    assert len(told(services)) == 2


def test_it_arrives_at_the_mailbox_of_the_administrators(services: Services, clock: Clock) -> None:
    health(services, clock, a="2027-01-01").tell()
    with mail_server() as box:
        server = MailServer("127.0.0.1", box.port, "hotline@example.org")
        services.notices.deliver(FanOut([SmtpNotifier(server, {"role:admin": ("kb@example.org",)})]))
        assert [to for to, _ in box.mails] == [["kb@example.org"]]


@pytest.mark.anyio
async def test_the_watch_tells_it(services: Services, clock: Clock) -> None:
    arrived, here = threading.Event(), health(services, clock, a="2027-01-01")

    def deliver(notice: Notice) -> Delivery:
        if notice.kind == "knowledge_expires":
            arrived.set()
        return Delivery(frozenset({"test"}))

    async with watched_deadlines(services.deadlines, services.notices, deliver, 9.0, 0.01, here, 0.01):
        assert await run_sync(arrived.wait, 20)


Says = Callable[..., None]


@pytest.fixture
def talk(services: Services, clock: Clock) -> Callable[[], Says]:
    def begun() -> Says:
        id = services.conversations.start(Channel.WEB).id

        def says(kind: str, topic: str | None = None) -> None:
            clock.forward(minutes=1)
            services.conversations.add_turn(id, Speaker.CITIZEN, "问")
            services.conversations.add_turn(id, Speaker.ROBOT, "答", kind=kind, topic=topic)

        return says

    return begun


def test_how_much_was_answered_week_by_week(
    services: Services, clock: Clock, talk: Callable[[], Says]
) -> None:
    clock.moment = datetime(
        2026, 11, 22, 15, 50, tzinfo=timezone.utc
    )  # Sunday, shortly before midnight in China
    talk()("out_of_scope")
    clock.moment = datetime(2026, 11, 24, 2, tzinfo=timezone.utc)
    first = talk()
    for kind, topic in (("faq", "a"), ("faq", "a"), ("calculation", "b"), ("chitchat", None)):
        first(kind, topic)  # the rest of an answer is no question
    second = talk()
    for kind, topic in (("clarify", None), ("faq", "a"), ("clarify", None), ("out_of_scope", None)):
        second(kind, topic)
    talk()("clarify")
    weeks = services.health.coverage(3)
    assert [(week.first.isoformat(), week.answered, week.left_open, week.missed) for week in weeks] == [
        ("2026-11-09", 0, 0, 0),
        ("2026-11-16", 0, 0, 1),
        ("2026-11-23", 3, 2, 1),
    ]
    assert weeks[-1].share == 0.5
    hits = services.health.hits()
    assert (hits.month, hits.quarter) == ({"a": 2, "b": 1}, {"a": 2, "b": 1})
    assert services.health.accuracy() == []
