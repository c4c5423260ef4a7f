"""The addresses of the calls' page in the real app, without Rasa, ears and mouth: who gets what."""

import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.bootstrap import build_services
from bot.business.calls.events import Outcome
from bot.business.conversation import Channel, Speaker
from bot.business.staff import Role
from bot.settings import Settings
from bot.store.database import upgrade
from bot.web.app import create_app
from speech.audio import Audio, write_wav

PASSWORD = "a long enough one"
DAY_S = 24 * 3600
WORDS = [
    {"text": "电话", "start_s": 0.5, "end_s": 0.9, "confidence": 0.97},
    {"text": "幺三八零零", "start_s": 1.0, "end_s": 2.0, "confidence": 0.6},
    {"text": "幺三八零零零", "start_s": 2.0, "end_s": 3.0, "confidence": 0.3},
]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(var=tmp_path, recording_days=90, vosk_model=tmp_path / "none", log_level="INFO")
    upgrade(made.database)
    return made


@pytest.fixture
def call_id(settings: Settings) -> str:
    """Return the id of a call that is over, with a recording, among two accounts."""
    services = build_services(settings)
    services.staff.add("boss", PASSWORD, "主任", Role.ADMIN, given=False)
    services.staff.add("li", PASSWORD, "老李", Role.AGENT, given=False)
    id = str(uuid.uuid4())
    services.calls.announce(id, "13800138000")
    talk = services.conversations.start(Channel.PHONE).id
    services.calls.begin(id, talk, f"{id}.wav")
    heard = {"confidence": 0.6, "ended_at_s": 12.0, "words": WORDS}
    services.conversations.add_turn(talk, Speaker.CITIZEN, "电话13800138000", payload=heard)
    services.conversations.add_turn(talk, Speaker.ROBOT, "记下了，13800138000。")
    services.calls.end(id, Outcome.AGENT)
    services.database.close()
    settings.recordings.mkdir()
    (settings.recordings / f"{id}.wav").write_bytes(write_wav(Audio(bytes(16000), 8000)))
    return id


@pytest.fixture
def client(settings: Settings, call_id: str) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as opened:
        yield opened


def log_in(client: TestClient, username: str) -> dict[str, str]:
    """Log in and return the header that changes need."""
    token = client.get("/agent/login").text.split('name="csrf" value="')[1].split('"')[0]
    client.post("/agent/login", data={"username": username, "password": PASSWORD, "csrf": token})
    page = client.get("/agent/calls")
    assert page.status_code == 200
    return {"X-CSRF-Token": page.text.split('name="csrf" content="')[1].split('"')[0]}


def opened(client: TestClient, call_id: str, headers: dict[str, str]) -> str:
    return str(client.post(f"/api/agent/calls/{call_id}/recording", json={}, headers=headers).json()["url"])


def test_nobody_sees_calls_without_logging_in(client: TestClient, call_id: str) -> None:
    assert client.get("/agent/calls", follow_redirects=False).headers["location"] == "/agent/login"
    for path in ("live", "", f"/{call_id}", f"/{call_id}/recording?ticket=x"):
        address = f"/api/agent/calls/{path.lstrip('/')}".rstrip("/")
        assert client.get(address).status_code == 401, address


def test_an_agent_sees_what_goes_on_and_nothing_else(client: TestClient, call_id: str) -> None:
    headers = log_in(client, "li")
    live = client.get("/api/agent/calls/live").json()
    assert live["calls"] == []
    assert live["free"] == live["most"]
    for path in ("", f"/{call_id}", f"/{call_id}/recording?ticket=x"):
        refused = client.get(f"/api/agent/calls{path}")
        assert refused.status_code == 403
        assert "管理员" in refused.json()["error"]["message"]
    assert client.post(f"/api/agent/calls/{call_id}/recording", json={}, headers=headers).status_code == 403


def test_the_transcript_has_times_and_confidence_and_no_number(client: TestClient, call_id: str) -> None:
    log_in(client, "boss")
    shown = client.get(f"/api/agent/calls/{call_id}")
    said, answered = shown.json()["transcript"]
    assert said["text"] == "电话138****8000"
    assert [word["text"] for word in said["words"]] == ["电话", "幺三八**", "**八零零零"]
    assert [word["confidence"] for word in said["words"]] == [0.97, 0.6, 0.3]
    assert (said["at_s"], said["words"][1]["at_s"]) == (9.5, 10.0)  # the turn ended 12 s after the call began
    assert answered["text"] == "记下了，138****8000。"
    assert shown.json()["call"]["outcome"] == "转人工"
    listed = client.get("/api/agent/calls")
    assert listed.json()["calls"][0]["caller"] == "138****8000"
    assert "13800138000" not in shown.text + listed.text


def test_each_opening_is_noted_and_the_sound_comes_in_parts(
    client: TestClient, call_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    headers = log_in(client, "boss")
    caplog.set_level("INFO")
    url = opened(client, call_id, headers)
    part = client.get(url, headers={"Range": "bytes=44-143"})
    assert part.status_code == 206
    assert len(part.content) == 100
    assert part.headers["content-range"] == "bytes 44-143/16044"
    assert part.headers["cache-control"] == "no-store"
    assert client.get(url).content.startswith(b"RIFF")
    noted = client.get(f"/api/agent/calls/{call_id}").json()["accesses"]
    assert [each["staff"] for each in noted] == ["boss"]  # players ask many times; it was opened once
    assert f"recording opened call={call_id} staff=boss" in caplog.text


def test_without_a_noted_opening_there_is_no_sound(client: TestClient, call_id: str) -> None:
    headers = log_in(client, "boss")
    ticket = opened(client, call_id, headers).split("ticket=")[1]
    for id, given in ((call_id, ""), (call_id, "x.y.z"), (str(uuid.uuid4()), ticket)):
        assert client.get(f"/api/agent/calls/{id}/recording", params={"ticket": given}).status_code == 403
    client.cookies.set("hotline_staff", ticket)  # and a ticket is no log-in
    assert client.get("/api/agent/calls").status_code == 401


def test_what_does_not_exist_is_told_in_words(client: TestClient, settings: Settings, call_id: str) -> None:
    headers = log_in(client, "boss")
    assert client.get("/api/agent/calls/nonsense").json()["error"]["message"]
    assert client.get(f"/api/agent/calls/{uuid.uuid4()}").json()["error"]["message"] == "没有这个通话。"
    url = opened(client, call_id, headers)
    (settings.recordings / f"{call_id}.wav").unlink()
    gone = client.get(url)
    assert gone.status_code == 404
    assert "过期删除" in gone.json()["error"]["message"]


def test_the_running_app_deletes_old_recordings(settings: Settings, call_id: str) -> None:
    old, young = settings.recordings / "old.wav", settings.recordings / f"{call_id}.wav"
    old.write_bytes(b"RIFF")
    os.utime(old, (time.time() - 91 * DAY_S,) * 2)
    with TestClient(create_app(settings)):
        end = time.monotonic() + 30
        while old.exists() and time.monotonic() < end:
            time.sleep(0.05)
    assert not old.exists()
    assert young.exists()
