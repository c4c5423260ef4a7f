"""Rasa's own commands work in a checkout, as its users know them."""

import subprocess


def test_rasa_finds_nothing_wrong_with_its_data() -> None:
    done = subprocess.run(
        [".venv-rasa/bin/python", "-W", "ignore", "-m", "rasa", "data", "validate"],
        capture_output=True,
        text=True,
    )
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
