"""The scripted calls of `tests/calls/*.yml` as text: hundreds of simulated seconds in a few real ones."""

import pytest

from tests.calls.script_reader import known_answers, scenarios
from tests.calls.scripts import Scenario
from tests.calls.text_runner import TextRunner

AS_TEXT = [each for each in scenarios() if "text" in each.lines]


@pytest.mark.parametrize("scenario", AS_TEXT, ids=[f"{each.file}:{each.name}" for each in AS_TEXT])
def test_a_scripted_call_as_text(scenario: Scenario) -> None:
    TextRunner(scenario, known_answers()).play()


def test_there_are_enough_of_them() -> None:
    assert len(scenarios()) >= 40
