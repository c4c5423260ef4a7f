"""Citizens and agents for tests of the desk."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anyio.from_thread import BlockingPortal
from fastapi.testclient import TestClient

from bot.bootstrap import Services, build_services
from bot.business.conversation import Channel, Speaker
from bot.business.handoff import Handoff, HandoffReason
from bot.business.queueing.groups import Group
from bot.business.staff import Role
from bot.settings import Settings
from bot.store.database import upgrade
from bot.web.app import create_app
from tests.integration.web.staff_site import PASSWORD, StaffSite

_LONGEST_S = 20


@dataclass
class DeskSite(StaffSite):
    """A site all of whose browsers share the app's event loop, as in life: what is pushed reaches them."""

    portal: BlockingPortal | None = None

    def browser(self) -> TestClient:
        """Return a browser without a session."""
        client = super().browser()
        client.portal = self.portal
        return client


@contextmanager
def desk_site(var: Path) -> Iterator[DeskSite]:
    """Yield the app over an empty store in `var`, with a supervisor; agents take talks by themselves."""
    office = var / "office.yml"
    office.write_text(
        'workdays: {from: "0:00", to: "23:59"}\nother_days: {from: "0:00", to: "23:59"}\nassignment: manual\n'
        "silent_after_s: 120\nlost_after_s: 45\noverflow_after_s: 60\n"
    )
    settings = Settings(var=var, vosk_model=var / "none", rasa_port=1, office=office)
    upgrade(settings.database)
    services = build_services(settings)
    services.staff.add("lead", PASSWORD, "班长", Role.SUPERVISOR, None, given=False)
    services.staff.add("auditor", PASSWORD, "审计员", Role.AUDITOR, None, given=False)
    app = create_app(settings)
    with TestClient(app) as running:
        yield DeskSite(app, services, running.portal)
    services.database.close()


def agent(site: StaffSite, name: str, *groups: Group) -> TestClient:
    """Return the browser of a new agent."""
    site.services.staff.add(
        name, PASSWORD, f"坐席{name}", Role.AGENT, None, given=False, groups=groups or (Group.GENERAL,)
    )
    return site.log_in(name)


def waits(
    services: Services,
    *words: str,
    reason: HandoffReason = HandoffReason.ASKED,
    channel: Channel = Channel.WEB,
    caller: str | None = None,
) -> Handoff:
    """Return the handoff of a citizen who said `words` and waits now."""
    talk = services.conversations.start(channel, caller)
    for each in words or ("我要找人工",):
        services.conversations.add_turn(talk.id, Speaker.CITIZEN, each)
    return services.handoffs.request(talk.id, reason, " / ".join(words))


def empty(services: Services) -> None:
    """End all talks and take everybody out of the queue."""
    for each in services.handoffs.waiting():
        services.handoffs.withdraw(each.conversation_id)
    for each in services.handoffs.active():
        services.handoffs.end(each.id, each.agent or "")


class Desk:
    """An open WebSocket of a desk, and what it was told so far."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.rows: dict[str, dict[str, Any]] = {}
        self.people: dict[str, dict[str, Any]] = {}

    def until(self, wanted: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """Return the first message that is `wanted`; rows are kept on the way."""
        end = time.monotonic() + _LONGEST_S
        while time.monotonic() < end:
            message: dict[str, Any] = self.socket.receive_json()
            if message["type"] == "rows":
                self._take(message)
            if wanted(message):
                return message
        raise AssertionError("it never came")

    def until_rows(self, wanted: Callable[[dict[str, dict[str, Any]]], Any]) -> None:
        """Wait until the rows are as wanted."""
        self.until(lambda message: message["type"] == "rows" and wanted(self.rows))

    def watch(self, *conversations: str) -> list[str]:
        """Ask for what is said in conversations; return those that this desk may see."""
        self.socket.send_json({"type": "watch", "conversations": list(conversations)})
        return list(self.until(lambda message: message["type"] == "watching")["conversations"])

    def _take(self, message: dict[str, Any]) -> None:
        if message["full"]:
            self.rows, self.people = {}, {}
        for id in message["gone"]:
            self.rows.pop(id, None)
        self.rows |= {row["id"]: row for row in message["set"]}
        self.people |= {row["username"]: row for row in message["people"]["set"]}
