"""How quick turns were, as the staff's page and Prometheus get it."""

import asyncio
from typing import Any

from prometheus_client import generate_latest
from rasa_sdk import Action

from bot.conversations.calls.measures import CallMeasures, TurnTimes
from bot.conversations.rasa_client import ACTION_MS
from bot.running.action_times import TimedExecutor


def turn(measures: CallMeasures, acted_s: float | None) -> None:
    """Measure a turn: 0.2 s to the text, 0.5 s to the answer, 0.1 s to the sound."""
    measures.turn(TurnTimes(spoken=1.0, understood=1.2, answered=1.7, acted_s=acted_s), sounded=1.8)


def shown(measures: CallMeasures) -> dict[str, float]:
    return {stage: round(p50, 3) for stage, p50, _ in measures.summary()}


def test_the_answer_is_split_into_understanding_and_action() -> None:
    measures = CallMeasures()
    turn(measures, 0.1)
    assert measures.summary() == []  # one turn is no median
    turn(measures, 0.1)
    stages = shown(measures)
    assert stages == {
        "说完到文字": 0.2,
        "文字到答案": 0.5,
        "其中：理解": 0.4,
        "其中：办理": 0.1,
        "答案到出声": 0.1,
        "说完到出声": 0.8,
    }
    told = generate_latest(measures.registry).decode()
    assert 'hotline_turn_seconds_count{stage="action"} 2.0' in told


def test_turns_without_an_action_do_not_make_actions_look_quick() -> None:
    measures = CallMeasures()
    turn(measures, None)
    turn(measures, None)
    assert "其中：办理" not in shown(measures)
    turn(measures, 0.3)
    turn(measures, 0.3)
    assert shown(measures)["其中：办理"] == 0.3


def test_late_frames_are_counted_by_the_thousand() -> None:
    measures = CallMeasures()
    assert measures.late_per_thousand == 0
    for late_s in [0.0] * 498 + [0.061, 0.2]:
        measures.frame(late_s)
    assert measures.late_per_thousand == 4


class _Slow(Action):
    def name(self) -> str:
        return "action_slow"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        await asyncio.sleep(0.05)
        for text in ("一", "二"):
            dispatcher.utter_message(json_message={"text": text})
        return []


def test_the_first_reply_tells_how_long_its_action_took() -> None:
    executor = TimedExecutor()
    executor.register_action(_Slow())
    call = {"next_action": "action_slow", "tracker": {"sender_id": "x", "events": []}, "domain": {}}
    replies = [each["custom"] for each in asyncio.run(executor.run(call)).responses]
    assert replies[0][ACTION_MS] >= 50
    assert [{**each, ACTION_MS: None} for each in replies] == [
        {"text": "一", ACTION_MS: None},
        {"text": "二", ACTION_MS: None},
    ]
    assert ACTION_MS not in replies[1]
