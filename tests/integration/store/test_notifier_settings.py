"""The ways out that the settings name."""

import os
from pathlib import Path

import pytest

from bot.notifiers.building import NotifierSettingsError, build_notifiers
from bot.notifiers.console import ConsoleNotifier
from bot.notifiers.fan_out import FanOut
from bot.notifiers.recipients import RecipientsError, read_recipients
from bot.settings import Settings
from bot.store.secret_files import secret_in


def test_nothing_leaves_unless_it_is_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("HOTLINE_")]:
        monkeypatch.delenv(name)
    built = build_notifiers(Settings(var=tmp_path), secret_in)
    assert [type(each) for each in built.notifiers] == [ConsoleNotifier]
    assert list(tmp_path.iterdir()) == []


def test_settings_that_cannot_work_are_refused_at_the_start(tmp_path: Path) -> None:
    def built(**settings: object) -> FanOut:
        return build_notifiers(Settings(var=tmp_path, **settings), secret_in)

    for bad in ({"notify_webhook": "file:///etc/passwd"}, {"notify_webhook": "example.org/x"}):
        with pytest.raises(NotifierSettingsError, match="HOTLINE_NOTIFY_WEBHOOK"):
            built(**bad)
    with pytest.raises(RecipientsError, match="recipients"):
        built(smtp_host="127.0.0.1", smtp_from="h@example.org")
    (tmp_path / "recipients.yml").write_text(
        "unit:hrss: [desk@example.org]\nrole:supervisor: lead@example.org\n"
    )
    with pytest.raises(NotifierSettingsError, match="HOTLINE_SMTP_FROM"):
        built(smtp_host="127.0.0.1")
    with pytest.raises(NotifierSettingsError, match="一起设"):
        built(smtp_host="127.0.0.1", smtp_from="h@example.org", smtp_user="u")
    every = built(smtp_host="127.0.0.1", smtp_from="h@example.org", notify_webhook="https://example.org/x")
    assert [each.name for each in every.notifiers] == ["console", "webhook", "smtp"]
    secret = tmp_path / "notify-secret"
    assert secret.stat().st_mode & 0o777 == 0o600
    secret.chmod(0o644)
    with pytest.raises(NotifierSettingsError, match="chmod 600"):
        built(notify_webhook="https://example.org/x")


@pytest.mark.parametrize(
    "text", ["- a", "hrss: [a@b.cn]", "unit:hrss: [nobody]", 'unit:x: ["a@b.cn, c@d.cn"]', "a: ["]
)
def test_recipients_that_cannot_be_used(tmp_path: Path, text: str) -> None:
    (tmp_path / "r.yml").write_text(text)
    with pytest.raises(RecipientsError):
        read_recipients(tmp_path / "r.yml")
