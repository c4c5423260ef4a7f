"""The ways out that the settings name; the log alone when they name none."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from bot.notifiers.console import ConsoleNotifier
from bot.notifiers.fan_out import FanOut
from bot.notifiers.mail import MailServer, SmtpNotifier
from bot.notifiers.notifier import Notifier
from bot.notifiers.recipients import read_recipients
from bot.notifiers.webhook import WebhookNotifier
from bot.settings import Settings

_SECRET_FILE = "notify-secret"  # noqa: S105 -- a file's name


class NotifierSettingsError(Exception):
    """Settings that can't be used; the message says why, in Chinese."""


def build_notifiers(settings: Settings, secret_in: Callable[[Path], str]) -> FanOut:
    """Return the ways out; `secret_in` reads a secret's file and makes it on first use.

    Raises NotifierSettingsError and RecipientsError: who configured a way out wrongly learns it at the start.
    """
    found: list[Notifier] = [ConsoleNotifier()]
    if settings.notify_webhook:
        secret = settings.notify_secret or _kept_secret(settings.var / _SECRET_FILE, secret_in)
        found.append(WebhookNotifier(_checked(settings.notify_webhook), secret))
    if settings.smtp_host:
        recipients = read_recipients(settings.notify_recipients or settings.var / "recipients.yml")
        found.append(SmtpNotifier(_server(settings, settings.smtp_host), recipients))
    return FanOut(found)


def _checked(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotifierSettingsError("HOTLINE_NOTIFY_WEBHOOK 要写完整的 http 或 https 地址。")
    return url


def _kept_secret(path: Path, secret_in: Callable[[Path], str]) -> str:
    secret = secret_in(path)
    if path.stat().st_mode & 0o077:
        raise NotifierSettingsError(f"密钥文件 {path} 别人也能读，请先执行 chmod 600。")
    if not secret:
        raise NotifierSettingsError(f"密钥文件 {path} 是空的。")
    return secret


def _server(settings: Settings, host: str) -> MailServer:
    if not settings.smtp_from or "@" not in settings.smtp_from:
        raise NotifierSettingsError("设了 HOTLINE_SMTP_HOST，还要在 HOTLINE_SMTP_FROM 里写发件地址。")
    if (settings.smtp_user is None) != (settings.smtp_password is None):
        raise NotifierSettingsError("HOTLINE_SMTP_USER 和 HOTLINE_SMTP_PASSWORD 要一起设。")
    return MailServer(
        host, settings.smtp_port, settings.smtp_from, settings.smtp_user, settings.smtp_password
    )
