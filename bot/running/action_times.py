"""Tells with each reply how long the action that gave it took: the hotline itself sees only Rasa's whole answer."""

import time
from typing import Any

from rasa_sdk.executor import ActionExecutor, ActionExecutorRunResult

from bot.conversations.rasa_client import ACTION_MS


class TimedExecutor(ActionExecutor):
    """Runs actions, and writes the milliseconds of each into the first reply that it gave."""

    async def run(
        self, action_call: dict[str, Any], *more: Any, **named: Any
    ) -> ActionExecutorRunResult | None:
        """Return the result of one action."""
        began = time.perf_counter()
        result = await super().run(action_call, *more, **named)
        took_ms = (time.perf_counter() - began) * 1000
        replies = [each for each in result.responses if each.get("custom")] if result else []
        if replies:
            replies[0]["custom"] = {**replies[0]["custom"], ACTION_MS: round(took_ms, 2)}
        return result
