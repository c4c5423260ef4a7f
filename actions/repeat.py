"""Say the last answer again."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.say import last_reply, say
from bot.business.reply import Reply

NOTHING_YET = Reply("repeat", "我还没有回答过您的问题，请直接说您想问什么。", "请直接说您想问什么。")
AGAIN = Reply("repeat", "好的，我再问一次。", "好的，我再问一次。")

_SLOWLY = re.compile("慢|太快|记一下|记下来|写下来|拿笔|跟不上")


class Repeat(Action):
    """Repeats; in the middle of a form the form itself asks again."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_repeat"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reply with what was said last, as kind `repeat`; `pace` is slow where that was asked for."""
        said = last_reply(tracker)
        if tracker.active_loop.get("name"):
            say(dispatcher, AGAIN)
        elif said is None:
            say(dispatcher, NOTHING_YET)
        else:
            pace = {"pace": "slow"} if _SLOWLY.search(_text(tracker)) else {}
            dispatcher.utter_message(json_message={**said, "kind": "repeat", **pace})
        return []


def _text(tracker: Tracker) -> str:
    return str(tracker.latest_message.get("text") or "")
