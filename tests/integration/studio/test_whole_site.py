"""The running product: an admin's change reaches callers, a bad one doesn't, and nothing that breaks hurts the live line."""

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.bootstrap import Services, build_services
from bot.business.studio.contents import Kind
from bot.settings import Settings
from tests.integration.studio.knowledge import topic
from tests.integration.talk import Citizen
from tests.stack import Site, running_site

LOCKER = topic(
    "parcel_locker",
    "社保驿站的取件柜",
    ("驿站的取件柜", "社保驿站那个柜子"),
    "取件柜刷社保卡开门。",
    group="cards",
)
QUESTION = "驿站取件柜怎么开"
pytestmark = pytest.mark.timeout(900)  # the first training begins from nothing


class Admin:
    """An administrator at the studio's interface."""

    def __init__(self, site: Site, services: Services) -> None:
        self.http = httpx.Client(base_url=site.url, timeout=60, trust_env=False)
        self.name = site.staff[0]
        self.services = services
        form = {"username": site.staff[0], "password": site.staff[1], "csrf": self._token("/agent/login")}
        self.http.post("/agent/login", data=form)
        self.http.headers["x-csrf-token"] = self._token("/staff/password")

    def draft(self, content: dict[str, Any] | None, key: str) -> dict[str, Any]:
        held = self.services.drafts.open_for(Kind.TOPIC, key)
        draft = self.services.drafts.save(Kind.TOPIC, key, content, held.version if held else None, self.name)
        return {"id": draft.id, "version": draft.version}

    def publish(self, *drafts: dict[str, Any]) -> dict[str, Any]:
        answer = self.http.post("/api/studio/publish", json={"drafts": drafts, "note": "试一试"})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def ended(self, number: int, during: Callable[[], None] = lambda: None) -> dict[str, Any]:
        end = time.monotonic() + 600
        while True:
            release = dict(self.http.get(f"/api/studio/releases/{number}").json())
            if release["state"] not in ("preparing", "training"):
                return release
            during()
            assert time.monotonic() < end, release
            time.sleep(0.2)

    def live(self, key: str) -> dict[str, Any]:
        return dict(self.services.live_contents().topics[key])

    def _token(self, page: str) -> str:
        found = re.search(r'name="csrf" (?:value|content)="([^"]+)"', self.http.get(page).text)
        assert found
        return found[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("studio") / "var", RASA_TIMEOUT_S="30") as started:
        yield started


@pytest.fixture(scope="module")
def services(site: Site) -> Iterator[Services]:
    built = build_services(Settings(var=site.var))
    yield built
    built.database.close()


@pytest.fixture(scope="module")
def admin(site: Site, services: Services) -> Admin:
    return Admin(site, services)


def said(site: Site, text: str) -> dict[str, Any]:
    return Citizen(site.url).say(text)[0]


def test_another_wording_is_in_the_next_answer(site: Site, admin: Admin) -> None:
    before = said(site, "社保卡丢了怎么办")
    changed = admin.live("card_lost")
    first, *rest = changed["answers"]
    changed["answers"] = [first | {"screen": "【十二月起】" + first["screen"]}, *rest]
    release = admin.publish(admin.draft(changed, "card_lost"))
    assert release["state"] == "live"
    after = said(site, "社保卡丢了怎么办")
    assert after["text"] == "【十二月起】" + before["text"]
    assert before["release"] != after["release"]
    assert admin.services.publishing.of_folder(after["release"])[0].number == release["number"]
    assert "release" not in said(site, "你好")


def test_a_training_that_is_killed_leaves_the_live_release(site: Site, admin: Admin) -> None:
    draft = admin.draft(LOCKER, "parcel_locker")
    number = admin.publish(draft)["number"]
    released = admin.ended(number, lambda: _kill("bot.nlu.learn", site.var))
    assert released["state"] == "failed"
    assert "中断" in released["problem"]
    assert said(site, "社保卡丢了怎么办")["topic"] == "card_lost"
    assert said(site, QUESTION).get("topic") != "parcel_locker"


def test_a_new_topic_is_learnt_and_answered_while_citizens_talk(site: Site, admin: Admin) -> None:
    citizen, replies = Citizen(site.url), []
    number = admin.publish(admin.draft(LOCKER, "parcel_locker"))["number"]
    released = admin.ended(number, lambda: replies.append(citizen.say("失业金能领几个月")[0]["topic"]))
    assert released["state"] == "live", released
    assert set(replies) == {"unemp_duration"}
    assert said(site, QUESTION)["topic"] == "parcel_locker"
    report = admin.services.publishing.get(number).report or {}
    assert report["sentences"] > 2000
    assert [row["topic"] for row in report["new_topics"]] == ["parcel_locker"]


def test_a_release_that_takes_another_topics_questions_is_stopped(site: Site, admin: Admin) -> None:
    robbed = admin.live("unemp_duration")
    thief = LOCKER | {"id": "thief", "title": "试用的主题", "questions": robbed["questions"]}
    left = robbed | {"questions": [f"社保驿站的小柜子第{n}个问题" for n in range(20)]}
    number = admin.publish(admin.draft(left, "unemp_duration"), admin.draft(thief, "thief"))["number"]
    released = admin.ended(number)
    assert released["state"] == "blocked", released
    assert robbed["title"] in released["problem"]
    assert said(site, "失业金能领几个月")["topic"] == "unemp_duration"
    assert admin.http.post(f"/api/studio/releases/{number}/abandon", json={}).status_code == 200


def test_an_understanding_whose_files_are_spoilt_is_not_taken(site: Site, admin: Admin) -> None:
    """Going back to a release: its understanding was cut off on the disk meanwhile."""
    first = admin.services.publishing.newest(50)[-1]
    name = (site.var / "releases" / str(first.folder) / "understanding").read_text().strip()
    spoilt = site.var / "understanding" / name / "features.txt"
    whole = spoilt.read_bytes()
    spoilt.write_bytes(whole[: len(whole) // 2])
    answer = admin.http.post(f"/api/studio/releases/{first.number}/return", json={"reason": "看看以前的"})
    released = admin.ended(answer.json()["number"])
    spoilt.write_bytes(whole)
    assert released["state"] == "failed"
    assert "坏了" in released["problem"]
    assert said(site, QUESTION)["topic"] == "parcel_locker"


def test_one_click_back_to_the_beginning(site: Site, admin: Admin) -> None:
    first = admin.services.publishing.newest(50)[-1]
    answer = admin.http.post(f"/api/studio/releases/{first.number}/return", json={"reason": "看看以前的"})
    assert admin.ended(answer.json()["number"])["state"] == "live"
    assert said(site, QUESTION).get("topic") != "parcel_locker"
    assert not said(site, "社保卡丢了怎么办")["text"].startswith("【十二月起】")


def _kill(marker: str, var: Path) -> None:
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            ours = f"HOTLINE_VAR={var}".encode() in (process / "environ").read_bytes()
        except OSError:
            continue
        if marker in command and ours:
            os.kill(int(process.name), signal.SIGKILL)
