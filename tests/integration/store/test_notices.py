"""The outbox on both databases, with real receivers that fail and come back."""

import hashlib
import hmac
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from itertools import pairwise
from pathlib import Path

import pytest
from anyio.to_thread import run_sync

from bot.bootstrap import Services
from bot.business.errors import NotFound
from bot.business.notices.delivery import LEASE, MOST_TRIES, Delivery, given_up
from bot.business.notices.notice import Notice
from bot.conversations.deadline_watch import watched_deadlines
from bot.notifiers.fan_out import FanOut
from bot.notifiers.mail import MailServer, SmtpNotifier
from bot.notifiers.webhook import WebhookNotifier
from tests.integration.http_receiver import Receiver, http_receiver
from tests.integration.mail_receiver import MailBox, mail_server
from tests.integration.store.order_people import Clock, dispatched, together

SECRET = "a secret that both sides know"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with http_receiver() as started:
        yield started


@pytest.fixture
def mailbox() -> Iterator[MailBox]:
    with mail_server() as started:
        yield started


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def webhook(receiver: Receiver) -> FanOut:
    return FanOut([WebhookNotifier(receiver.url, SECRET)])


def mail(box: MailBox, **addresses: tuple[str, ...]) -> SmtpNotifier:
    named = {name.replace("_", ":"): each for name, each in addresses.items()}
    return SmtpNotifier(MailServer("127.0.0.1", box.port, "hotline@example.org"), named)


def state(services: Services, number: str) -> Notice:
    (notice,) = services.notices.for_order(number)
    return notice


def test_a_webhook_gets_signed_json_under_an_idempotency_key(services: Services, receiver: Receiver) -> None:
    number = dispatched(services).number
    assert services.notices.deliver(webhook(receiver)) == 1
    (posted,) = receiver.posted
    notice = state(services, number)
    assert posted.headers["Idempotency-Key"] == posted.json["id"] == notice.id
    assert (posted.json["kind"], posted.json["recipient"]) == ("dispatched", "unit:hrss")
    assert "13800138000" not in posted.body.decode()
    match = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", posted.headers["X-Hotline-Signature"])
    assert match
    signed = f"{match[1]}.".encode() + posted.body
    assert hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest() == match[2]
    assert notice.sent_at is not None
    assert services.notices.deliver(webhook(receiver)) == 0


def test_a_receiver_that_fails_later_gets_exactly_what_is_missing(
    services: Services, clock: Clock, receiver: Receiver
) -> None:
    early = dispatched(services, "early").number
    services.notices.deliver(webhook(receiver))
    receiver.status = 503
    late = [dispatched(services, f"late{n}").number for n in range(3)]
    assert services.notices.deliver(webhook(receiver)) == 3
    assert [each.error for each in services.notices.troubled()] == ["webhook: HTTP 503"] * 3
    assert services.notices.deliver(webhook(receiver)) == 0  # not before the pause is over
    receiver.status, before = 200, len(receiver.posted)
    clock.forward(seconds=30)
    assert services.notices.deliver(webhook(receiver)) == 3
    came = {posted.json["order"] for posted in receiver.posted[before:]}
    assert came == set(late)
    assert early not in came
    assert services.notices.troubled() == []


@pytest.mark.parametrize("status", [301, 307, 400, 500])
def test_what_is_not_a_success_is_none_and_redirects_are_not_followed(
    services: Services, receiver: Receiver, status: int
) -> None:
    dispatched(services)
    receiver.status = status
    services.notices.deliver(webhook(receiver))
    assert len(receiver.posted) == 1
    assert services.notices.troubled()[0].error == f"webhook: HTTP {status}"


def test_nobody_listens(services: Services) -> None:
    dispatched(services)
    services.notices.deliver(FanOut([WebhookNotifier("http://127.0.0.1:1/", SECRET)]))
    assert services.notices.troubled()[0].error == "webhook: ConnectError"


def test_pauses_grow_until_it_is_given_up_and_an_admin_lets_it_be_tried_again(
    services: Services, clock: Clock
) -> None:
    number = dispatched(services).number
    tried = []
    while services.notices.deliver(lambda notice: Delivery(frozenset(), "down")):
        tried.append(clock.moment)
        clock.moment = max(state(services, number).next_try_at, clock.moment + timedelta(seconds=1))
    pauses = [later - sooner for sooner, later in pairwise(tried)]
    assert len(tried) == MOST_TRIES
    assert pauses == sorted(pauses)
    (notice,) = services.notices.troubled()
    assert given_up(notice)
    services.notices.try_again(notice.id)
    assert services.notices.deliver(lambda notice: Delivery(frozenset({"console"}))) == 1
    assert services.notices.troubled() == []


def test_what_has_arrived_by_one_way_is_not_sent_there_again(
    services: Services, clock: Clock, receiver: Receiver, mailbox: MailBox
) -> None:
    number = dispatched(services).number
    ways = FanOut([mail(mailbox, unit_hrss=("desk@example.org",)), *webhook(receiver).notifiers])
    receiver.status = 500
    services.notices.deliver(ways)
    assert state(services, number).delivered_by == "smtp"
    receiver.status = 200
    clock.forward(hours=1)
    services.notices.deliver(ways)
    assert (len(mailbox.mails), len(receiver.posted)) == (1, 2)
    assert state(services, number).delivered_by == "smtp webhook"


def test_mail(services: Services, mailbox: MailBox) -> None:
    number = dispatched(services).number
    services.notices.deliver(FanOut([mail(mailbox, unit_hrss=("a@example.org", "b@example.org"))]))
    ((to, raw),) = mailbox.mails
    got = message_from_bytes(raw, policy=policy.default)
    assert to == ["a@example.org", "b@example.org"]
    assert got["Subject"] == "新派工单"
    assert got["Message-ID"] == f"<{state(services, number).id}@example.org>"
    assert f"工单 {number[:6]} {number[6:]}" in got.get_content()


def test_mail_that_cannot_be_handed_in_stays_in_the_outbox(services: Services, mailbox: MailBox) -> None:
    number = dispatched(services).number
    mailbox.refused |= {"gone@example.org", "full@example.org"}
    services.notices.deliver(FanOut([mail(mailbox, unit_hrss=("gone@example.org", "full@example.org"))]))
    assert state(services, number).error == "smtp: SMTPRecipientsRefused"


def test_an_address_that_is_gone_does_not_mail_the_others_again_and_again(
    services: Services, clock: Clock, mailbox: MailBox, caplog: pytest.LogCaptureFixture
) -> None:
    number = dispatched(services).number
    mailbox.refused.add("gone@example.org")
    ways = FanOut([mail(mailbox, unit_hrss=("gone@example.org", "a@example.org"))])
    for _ in range(3):
        services.notices.deliver(ways)
        clock.forward(hours=2)
    assert [to for to, _ in mailbox.mails] == [["a@example.org"]]
    assert state(services, number).sent_at is not None
    assert "1 of 2 mail addresses for unit:hrss refused" in caplog.text
    assert "gone@" not in caplog.text


def test_a_password_is_not_sent_without_tls(services: Services, mailbox: MailBox) -> None:
    number = dispatched(services).number
    server = MailServer("127.0.0.1", mailbox.port, "h@example.org", "user", SECRET)
    services.notices.deliver(FanOut([SmtpNotifier(server, {"unit:hrss": ("a@example.org",)})]))
    assert state(services, number).error == "smtp: SMTPNotSupportedError"
    assert mailbox.mails == []
    assert SECRET not in repr(server)


def test_two_processes_never_get_the_same_notice(services: Services) -> None:
    for n in range(40):
        dispatched(services, f"k{n}")
    got: list[str] = []
    together(8, lambda _: [got.append(each.id) for _ in range(3) for each in services.notices.due(5)])
    got += [notice.id for notice in services.notices.due(100)]
    assert len(got) == len(set(got)) == 40


def test_killed_between_writing_and_sending_it_is_sent_later(
    services: Services, clock: Clock, receiver: Receiver, database_url: str, tmp_path: Path
) -> None:
    number = dispatched(services).number
    script = (
        "import os, signal, sys\nfrom datetime import datetime\nfrom pathlib import Path\n"
        "from bot.bootstrap import build_services\nfrom bot.settings import Settings\n"
        "now = datetime.fromisoformat(sys.argv[3])\n"
        "s = build_services(Settings(database_url=sys.argv[1], var=Path(sys.argv[2])), lambda: now)\n"
        "s.notices.deliver(lambda notice: os.kill(os.getpid(), signal.SIGKILL))\n"
    )
    command = [sys.executable, "-c", script, database_url, str(tmp_path), clock.moment.isoformat()]
    assert subprocess.run(command, env=os.environ).returncode == -signal.SIGKILL
    assert services.notices.deliver(webhook(receiver)) == 0  # it might be under way still
    clock.moment += LEASE
    assert services.notices.deliver(webhook(receiver)) == 1
    assert [posted.json["order"] for posted in receiver.posted] == [number]


def test_killed_between_sending_and_noting_it_comes_again_under_the_same_key(
    services: Services, clock: Clock, receiver: Receiver
) -> None:
    dispatched(services)
    (notice,) = services.notices.due()
    assert not webhook(receiver)(notice).error  # and nobody lives to call `sent`
    clock.moment += LEASE
    services.notices.deliver(webhook(receiver))
    assert [posted.headers["Idempotency-Key"] for posted in receiver.posted] == [notice.id] * 2


def test_one_key_is_told_once(services: Services, clock: Clock) -> None:
    notice = Notice("a" * 32, "key", "overdue", "role:admin", "题", "文", clock.moment, clock.moment)

    def tell(index: int) -> bool:
        with services.database.unit_of_work() as work:
            new = services.notices.tell(work, replace(notice, id=f"{index:032x}"))
            work.commit()
            return new

    assert sorted(together(6, tell)) == [False] * 5 + [True]


def test_the_late_word_of_a_slow_try_changes_nothing(services: Services) -> None:
    dispatched(services)
    (notice,) = services.notices.due()
    services.notices.sent(notice.id, frozenset({"console"}))
    assert services.notices.failed(notice.id, "late").sent_at is not None
    with pytest.raises(NotFound):
        services.notices.sent("unknown")


@pytest.mark.anyio
async def test_the_watch_sweeps_delivers_and_survives_errors(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispatched(services)
    clock.forward(days=30)
    arrived, failures = threading.Event(), iter([True])
    sweep = services.deadlines.sweep

    def failing_once() -> object:
        if next(failures, False):
            raise OSError("database away")
        return sweep()

    def deliver(notice: Notice) -> Delivery:
        if notice.kind == "overdue":
            arrived.set()
        return Delivery(frozenset({"test"}))

    monkeypatch.setattr(services.deadlines, "sweep", failing_once)
    async with watched_deadlines(services.deadlines, services.notices, deliver, 0.01, 0.01):
        assert await run_sync(arrived.wait, 20)
