"""The real app without Rasa, ears and mouth, with one account of each role; others' page tests use it too."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.bootstrap import Services, build_services
from bot.business.staff import Role
from bot.settings import Settings
from bot.store.database import upgrade
from bot.web.app import create_app

PASSWORD = "a long enough one"  # of every account
UNIT = "hrss"  # of the department's account


@dataclass
class StaffSite:
    """A running app and its services; the accounts are named as their roles."""

    app: FastAPI
    services: Services

    def browser(self) -> TestClient:
        """Return a browser without a session; it doesn't follow redirects."""
        return TestClient(self.app, follow_redirects=False)

    def log_in(self, username: str, password: str = PASSWORD) -> TestClient:
        """Return a browser that is logged in and shows the CSRF token."""
        client = self.browser()
        form = {"username": username, "password": password, "csrf": hidden(client, "/agent/login")}
        answer = client.post("/agent/login", data=form)
        assert answer.status_code == 303, answer.text
        client.headers["x-csrf-token"] = hidden(client, "/staff/password")
        return client


def hidden(client: TestClient, path: str) -> str:
    """Return the token in the forms of a page."""
    return str(client.get(path).text.split('name="csrf" value="')[1].split('"')[0])


@contextmanager
def staff_site(var: Path) -> Iterator[StaffSite]:
    """Yield the app over an empty store in `var`."""
    settings = Settings(
        var=var, vosk_model=var / "none", rasa_port=1, office=Path("tests/data/office_always_open.yml")
    )
    upgrade(settings.database)
    services = build_services(settings)
    for role in Role:
        unit = UNIT if role is Role.DEPARTMENT else None
        services.staff.add(role.value, PASSWORD, role.label, role, unit, given=False)
    app = create_app(settings)
    with TestClient(app):
        yield StaffSite(app, services)
    services.database.close()
