"""kill -9 of any process at any time: no message, order, rating or claim is lost or doubled."""

import os
import random
import signal
import time
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import httpx
import pytest

from bot.bootstrap import Services, build_services
from bot.business.conversation import Owner, Speaker
from bot.business.orders.search import Filters, Page
from bot.settings import Settings
from tests.stack import Site, running_site

CITIZENS, SENTENCES, ORDERS = 6, 12, 12
KILLED = ("serve-web", "serve-actions", "serve-web", "-m rasa run", "serve-web")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory):
    with running_site(tmp_path_factory.mktemp("killed") / "var") as started:
        yield started


@pytest.fixture(scope="module")
def services(site: Site, happened: dict[str, Any]):
    built = build_services(Settings(var=site.var))
    yield built
    built.database.close()


class Browser:
    """Sends again what got no answer, as our pages do; logs in anew by itself."""

    def __init__(self, site: Site) -> None:
        self._http = httpx.Client(base_url=site.url, timeout=20, trust_env=False)
        self._staff = site.staff

    def log_in(self) -> None:
        page = self._until(lambda: self._http.get("/agent/login"))
        token = page.text.split('name="csrf" value="')[1].split('"')[0]
        form = {"username": self._staff[0], "password": self._staff[1], "csrf": token}
        self._until(lambda: self._http.post("/agent/login", data=form))
        page = self._until(lambda: self._http.get("/staff/password"))
        self._http.headers["x-csrf-token"] = page.text.split('name="csrf" value="')[1].split('"')[0]

    def send(self, method: str, path: str, **body: Any) -> httpx.Response:
        return self._until(lambda: self._http.request(method, path, json=body or None))

    def _until(self, ask: Callable[[], httpx.Response]) -> httpx.Response:
        end = time.monotonic() + 120
        while True:
            try:
                answer = ask()
                if answer.status_code < 500:
                    return answer
            except httpx.TransportError:
                pass
            assert time.monotonic() < end, "no answer for two minutes"
            time.sleep(0.3)


@pytest.fixture(scope="module")
def happened(site: Site) -> dict[str, Any]:
    """Let citizens and an agent work while processes are killed; return what they were promised."""
    talks = [uuid.uuid4().hex for _ in range(CITIZENS)]
    promised: dict[str, Any] = {"said": [], "orders": {}, "talks": talks}
    with ThreadPoolExecutor(CITIZENS + 1) as pool:
        work = [pool.submit(_citizen, site, talk, promised) for talk in talks]
        work.append(pool.submit(_agent, site, promised))
        for marker in KILLED:
            time.sleep(random.uniform(1.0, 3.0))
            os.kill(_alive(site, marker), signal.SIGKILL)
        for each in work:
            each.result(240)
    return promised


def _alive(site: Site, marker: str) -> int:
    for _ in range(300):
        try:
            return site.child(marker)
        except LookupError:  # just killed: it is coming back
            time.sleep(0.1)
    raise LookupError(marker)


def _citizen(site: Site, talk: str, promised: dict[str, Any]) -> None:
    browser = Browser(site)
    for number in range(SENTENCES):
        key = f"{talk}-{number}"
        said = browser.send(
            "POST", "/api/chat", text=f"第{number}句，失业金能领几个月", session_id=talk, client_id=key
        )
        if said.status_code == 200:
            promised["said"].append((talk, key))
    browser.send("POST", "/api/chat", text="转人工", session_id=talk, client_id=f"{talk}-person")
    rated = browser.send("PUT", f"/api/chat/{talk}/rating", solved=True, satisfied="satisfied")
    assert rated.status_code == 200


def _agent(site: Site, promised: dict[str, Any]) -> None:
    browser = Browser(site)
    browser.log_in()
    for number in range(ORDERS):
        draft = {
            "matter": f"第{number}盏路灯坏了",
            "place": "示范路",
            "occurred": "昨天",
            "client_id": f"street-lamp-{number}",
        }
        answer = browser.send("POST", "/api/agent/orders", **draft)
        assert answer.status_code == 200, answer.text
        promised["orders"][number] = answer.json()["order"]["number"]


def test_every_sentence_is_there_once_and_answered(services: Services, happened: dict[str, Any]) -> None:
    assert len(happened["said"]) == CITIZENS * SENTENCES
    for talk in happened["talks"]:
        turns = services.conversations.transcript(talk)
        said = Counter(turn.key for turn in turns if turn.speaker is Speaker.CITIZEN)
        assert set(said.values()) == {1}
        assert {key for owner, key in happened["said"] if owner == talk} <= set(said)
        assert [turn.seq for turn in turns] == list(range(1, len(turns) + 1))
        asked = {turn.seq for turn in turns if turn.speaker is Speaker.CITIZEN}
        answered = {int(turn.key.split(":")[0]) for turn in turns if turn.key and ":reply:" in turn.key}
        assert asked <= answered


def test_every_order_is_there_once(services: Services, happened: dict[str, Any]) -> None:
    kept = services.work_orders.search(Filters(), Page(100)).orders
    assert sorted(order.number for order in kept) == sorted(happened["orders"].values())
    assert len({order.matter for order in kept}) == ORDERS
    for order in kept:
        assert [event.action for event in services.work_orders.events(order.number)].count("registered") == 1


def test_every_wish_for_a_person_and_every_rating_is_kept(
    services: Services, happened: dict[str, Any]
) -> None:
    waiting = Counter(handoff.conversation_id for handoff in services.handoffs.waiting())
    assert waiting == Counter(happened["talks"])
    for talk in happened["talks"]:
        rating = services.desk_things.rating(talk)
        assert rating is not None
        assert rating.solved
        conversation = services.conversations.get(talk)
        assert conversation is not None
        assert conversation.owner is Owner.QUEUE


def test_the_log_of_owners_tells_the_owner(services: Services, happened: dict[str, Any]) -> None:
    for talk in happened["talks"]:
        changes = services.ownership.history(talk)
        assert changes[-1].to_owner is Owner.QUEUE
        for before, after in pairwise(changes):
            assert before.to_owner is after.from_owner
