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
