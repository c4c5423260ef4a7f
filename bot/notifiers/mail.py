"""Notices as mail."""

import logging
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime

from bot.business.notices.notice import Notice
from bot.notifiers.notifier import NotDelivered

log = logging.getLogger(__name__)
_TIMEOUT_S = 10.0


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in, and as whom."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)


class SmtpNotifier:
    """Mails each notice to its recipient's addresses; a recipient without any gets no mail.

    TLS is used when the server offers it, and demanded, its certificate checked, when there is a password to protect.
    """

    name = "smtp"

    def __init__(
        self, server: MailServer, addresses: Mapping[str, tuple[str, ...]], timeout_s: float = _TIMEOUT_S
    ) -> None:
        self._server = server
        self._addresses = addresses
        self._timeout_s = timeout_s

    def send(self, notice: Notice) -> None:
        """Mail. Raises NotDelivered when no address took it.

        One that did is enough: a further try would mail it to that one again.
        """
        addresses = self._addresses.get(notice.recipient, ())
        if not addresses:
            log.warning("no mail address for %s", notice.recipient)
            return
        try:
            with smtplib.SMTP(self._server.host, self._server.port, timeout=self._timeout_s) as smtp:
                self._secure(smtp)
                refused = smtp.send_message(self._mail(notice, addresses), to_addrs=list(addresses))
        except (smtplib.SMTPException, OSError) as error:
            code = getattr(error, "smtp_code", "")
            raise NotDelivered(f"{type(error).__name__} {code}".strip()) from error
        if refused:
            log.warning(
                "%d of %d mail addresses for %s refused", len(refused), len(addresses), notice.recipient
            )

    def _secure(self, smtp: smtplib.SMTP) -> None:
        server = self._server
        smtp.ehlo()
        if smtp.has_extn("starttls"):
            smtp.starttls(context=_context(checked=server.password is not None))
            smtp.ehlo()
        elif server.password is not None:
            raise smtplib.SMTPNotSupportedError("STARTTLS not offered")
        if server.user is not None and server.password is not None:
            smtp.login(server.user, server.password)

    def _mail(self, notice: Notice, addresses: tuple[str, ...]) -> EmailMessage:
        mail = EmailMessage()
        mail["Subject"] = notice.subject
        mail["From"] = self._server.sender
        mail["To"] = ", ".join(addresses)
        mail["Date"] = format_datetime(notice.created_at)
        mail["Message-ID"] = f"<{notice.id}@{self._server.sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(notice.text + "\n")
        return mail


def _context(checked: bool) -> ssl.SSLContext:
    """Return how TLS is done; a relay in the house has often only a certificate of its own."""
    context = ssl.create_default_context()
    if not checked:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
