"""How a work order stands, by its number."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.say import say
from actions.wiring import services
from bot.business import order_number
from bot.business.reply import Reply
from bot.business.service_reply import order_status

_DICTATED = (("expects", "number"),)  # by voice with its pauses, or by keys
ASK_NUMBER = Reply(
    "order_status",
    "请说一下 12 位的工单号，我帮您查进度。",
    "请说一下十二位的工单号，也可以按键输入，按完请按井号键。",
    _DICTATED,
)
UNKNOWN = Reply(
    "order_status",
    "没有查到这个工单号，请核对后再说一次；记不清号码，可以说“转人工”。",
    "没有查到这个工单号，请核对后再说一次；记不清，可以说转人工。",
    _DICTATED,
)


class OrderStatus(Action):
    """Tells the state of an order; never what it is about or who asked, since only the number is known."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_order_status"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reply with the state, or ask for the number."""
        number = order_number.find_in(str(tracker.latest_message.get("text") or ""))
        own = services().work_orders.for_conversation(tracker.sender_id) if number is None else []
        order = services().work_orders.find(number) if number else next(iter(own), None)
        if order is not None:
            say(dispatcher, order_status(order, services().local_day(order.created_at)))
        else:
            say(dispatcher, UNKNOWN if number else ASK_NUMBER)
        return []
