"""Mail over STARTTLS: used when offered, its certificate checked when a password depends on it."""

from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.business.notices.notice import Notice
from bot.notifiers.mail import MailServer, SmtpNotifier
from bot.notifiers.notifier import NotDelivered
from tests.integration.mail_receiver import MailBox, certificate, mail_server, tls_server

NOW = datetime(2026, 11, 26, 4, tzinfo=timezone.utc)
NOTICE = Notice("a" * 32, "key", "overdue", "unit:hrss", "工单超期", "工单超期了。", NOW, NOW)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return certificate(tmp_path)


@pytest.fixture
def mailbox(own: Path) -> Iterator[MailBox]:
    with mail_server(tls_server(own)) as started:
        yield started


def notifier(box: MailBox, *login: str) -> SmtpNotifier:
    server = MailServer("127.0.0.1", box.port, "hotline@example.org", *login)
    return SmtpNotifier(server, {"unit:hrss": ("desk@example.org",)})


def test_tls_is_used_when_it_is_offered(mailbox: MailBox) -> None:
    notifier(mailbox).send(NOTICE)
    assert (mailbox.encrypted, len(mailbox.mails), mailbox.logins) == (1, 1, [])


def test_a_password_is_not_given_to_a_server_that_nobody_vouches_for(mailbox: MailBox) -> None:
    with pytest.raises(NotDelivered, match="SSLCertVerificationError"):
        notifier(mailbox, "user", "password").send(NOTICE)
    assert (mailbox.logins, mailbox.mails) == ([], [])


def test_a_password_is_given_to_a_server_that_is_known(
    mailbox: MailBox, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{own}.crt")
    notifier(mailbox, "user", "password").send(NOTICE)
    assert (len(mailbox.logins), len(mailbox.mails)) == (1, 1)
