"""A part goes down: the citizen is told that a person will help, and it comes back by itself."""

import os
import signal

import httpx
import pytest

from tests.integration.talk import Citizen
from tests.stack import Site


@pytest.mark.parametrize(
    ("marker", "stops"), [("serve-actions", signal.SIGSTOP), ("-m rasa run", signal.SIGKILL)]
)
def test_a_person_helps_while_the_robot_is_down(site: Site, marker: str, stops: signal.Signals) -> None:
    citizen, danger = Citizen(site.url), Citizen(site.url)
    citizen.say("你好")
    pid = site.child(marker)
    os.kill(pid, stops)
    try:
        reply = citizen.say("失业金能领几个月")[0]
        assert reply["kind"] == "handoff"
        assert reply["handoff"]["reason"] == "robot_unavailable"
        assert "工作人员" in reply["text"]
        assert citizen.owner == "queue"
        assert danger.say("着火了")[0]["kind"] == "emergency"
    finally:
        os.kill(pid, signal.SIGCONT) if stops is signal.SIGSTOP else None
    site.wait_for("robot", "ok")
    assert (
        citizen.say("失业金能领几个月")[0]["kind"] == "faq"
    )  # back by itself, and the place in the queue is kept
    assert citizen.owner == "queue"


def test_readiness_names_the_parts(site: Site) -> None:
    site.wait_for("robot", "ok")
    parts = site.ready()
    assert parts["database"] == "ok"
    assert parts["mouth"] == "ok"
    assert httpx.get(f"{site.url}/healthz", trust_env=False).json() == {"status": "ok"}
