"""What to do when a sentence was not understood: ask again, then offer choices, then a person."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.handoff import hand_over
from actions.say import say
from bot.business.handoff import HandoffReason
from bot.business.reply import Reply

AGAIN = Reply(
    "out_of_scope",
    "这个问题我没有把握，换个说法再问一次好吗？我能回答社保和医保的问题，比如“失业金能领几个月”；也可以登记工单，或者说“转人工”。",
    "对不起，我没有听明白。我能回答社保和医保的问题，请换个说法再说一次。",
)
CHOICES = Reply(
    "out_of_scope",
    "还是没有明白您的意思。您可以：\n· 直接说关键词，比如“退休年龄”“异地就医备案”\n· 说“登记工单”，由部门来处理\n· 说“转人工”，找工作人员",
    "对不起，还是没有明白。您可以说关键词，比如退休年龄；可以说登记工单；也可以说转人工。",
)


class OutOfScope(Action):
    """Answers a sentence that fits nothing."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_out_of_scope"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Go one step further on the ladder."""
        return miss(dispatcher, tracker)


def miss(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
    """Reply to the first, second or third sentence in a row that was not understood."""
    misses = int(tracker.get_slot("misses") or 0) + 1
    if misses >= 3:
        hand_over(dispatcher, tracker, HandoffReason.NO_MATCH)
        return [SlotSet("misses", 0), SlotSet("options", None)]
    say(dispatcher, AGAIN if misses == 1 else CHOICES)
    return [SlotSet("misses", misses), SlotSet("options", None)]
