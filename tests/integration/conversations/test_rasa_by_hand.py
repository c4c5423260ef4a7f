"""Rasa's own commands work in a checkout, as its users know them."""

import os
import pty
import select
import subprocess
import time
from pathlib import Path

from bot.running.training import model_path
from bot.settings import Settings
from tests.integration.postgres import free_port
from tests.stack import Site

_RASA = [".venv-rasa/bin/python", "-W", "ignore", "-m", "rasa"]


def _rasa(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*_RASA, *arguments], capture_output=True, text=True)


def _model() -> str:
    return str(model_path(Settings()))


def test_rasa_test_follows_whole_talks(site: Site, tmp_path: Path) -> None:
    stories = [
        "--stories",
        "tests/conversations",
        "--e2e",
        "--no-plot",
        "--out",
        str(tmp_path),
        "--model",
        _model(),
    ]
    done = _rasa("test", "core", *stories, "--fail-on-prediction-errors")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "None of the test stories failed" in (tmp_path / "failed_test_stories.yml").read_text(
        encoding="utf-8"
    )


def test_rasa_shell_talks(site: Site) -> None:
    """It wants a terminal, so it gets one."""
    endpoints = str(site.var / "run" / "endpoints.yml")
    command = [*_RASA, "shell", "--model", _model(), "--endpoints", endpoints, "--port", str(free_port())]
    ours, its = pty.openpty()
    shell = subprocess.Popen(command, stdin=its, stdout=its, stderr=its, start_new_session=True)
    try:
        _read_until(ours, "Your input")
        os.write(ours, "失业金最多能领几个月\r".encode())
        assert "24" in _read_until(ours, '"unemp_duration"')
        os.write(ours, b"/stop\r")
        assert shell.wait(30) == 0
    finally:
        shell.kill()
        os.close(ours)
        os.close(its)


def _read_until(terminal: int, wanted: str, seconds: float = 90) -> str:
    seen, end = b"", time.monotonic() + seconds
    while wanted not in seen.decode(errors="replace"):
        assert time.monotonic() < end, seen.decode(errors="replace")[-2000:]
        if select.select([terminal], [], [], 1.0)[0]:
            seen += os.read(terminal, 65536)
    return seen.decode(errors="replace")


def test_rasa_finds_nothing_wrong_with_its_data() -> None:
    done = _rasa("data", "validate")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "sentry" not in done.stderr  # nothing is reported to the outside


def test_telemetry_is_off_wherever_rasa_is_started_from() -> None:
    code = "import os; print(os.environ['RASA_TELEMETRY_ENABLED'])"
    done = subprocess.run([".venv-rasa/bin/python", "-c", code], capture_output=True, text=True, env={})
    assert done.stdout.strip() == "false"


def test_action_results_are_held_to_the_schema_that_rasa_holds_them_to() -> None:
    code = """
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig
from bot.nlu.action_results import compile_schema
action = RemoteAction("action_say", EndpointConfig("http://127.0.0.1:1"))
results = [{}, {"events": [], "responses": []}, {"events": [{"event": "slot", "timestamp": None, "name": "a", "value": 1}]},
           {"events": 3}, {"responses": [1]}, {"events": [{"event": "user", "text": 5}]}, []]
def verdict(result):
    try:
        return action._validate_action_result(result)
    except Exception as error:
        return type(error).__name__
before = [verdict(result) for result in results]
compile_schema()
print(before == [verdict(result) for result in results], sorted(set(map(str, before))))
"""
    done = subprocess.run(
        [".venv-rasa/bin/python", "-W", "ignore", "-c", code],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": "."},
    )
    assert done.stdout.strip().endswith("True ['True', 'ValidationError']"), done.stdout + done.stderr[-2000:]
