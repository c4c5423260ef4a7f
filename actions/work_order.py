"""The work-order form: what, where, when, a number to call back, confirm; then write it and give its number."""

import hashlib
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.faq import answered_in_between
from actions.say import say
from actions.wiring import services
from bot.business import matter, order_form
from bot.business.errors import Invalid
from bot.business.orders.order import Draft
from bot.business.reply import Reply
from bot.business.service_reply import order_opened
from bot.business.text import clean

FIELDS = ("matter", "place", "occurred", "callback_phone")


class StartWorkOrder(Action):
    """Begins an order; what the first sentence already tells isn't asked again."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_start_work_order"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Empty the form and take the matter from the sentence, if it tells one."""
        told = matter.stated_in(str(tracker.latest_message.get("text") or ""))
        if told:
            say(dispatcher, _ask("您反映的情况我记下了，再问您几个问题就帮您登记工单。"))
        return [SlotSet("matter", told), *(SlotSet(name, None) for name in (*FIELDS[1:], "confirmed"))]


class ValidateWorkOrder(FormValidationAction):
    """Takes each answer, or says what is missing; a question in between is answered and the form goes on."""

    def name(self) -> str:
        """Return the name by which Rasa finds the form's validation."""
        return "validate_work_order_form"

    def validate_matter(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Accept what an order can hold."""
        return _checked(dispatcher, "matter", value)

    def validate_place(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Accept any place in words."""
        return _taken(dispatcher, tracker, "place", value)

    def validate_occurred(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Accept any time in words."""
        return (
            {"occurred": None}
            if answered_in_between(dispatcher, tracker)
            else _checked(dispatcher, "occurred", value)
        )

    def validate_callback_phone(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Accept a telephone number, or that none is left."""
        if value is None:
            return {"callback_phone": None}
        number = order_form.phone_answer(str(value))
        if number is None and not answered_in_between(dispatcher, tracker):
            say(
                dispatcher,
                _ask(
                    "这个号码好像不完整。手机号是 11 位，固定电话请带区号；不方便留，请说“不留”。", "number"
                ),
            )
        return {"callback_phone": number}

    def validate_confirmed(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Accept yes; a no leads back to the field it names."""
        if value is None:
            return {"confirmed": None}
        answer = order_form.confirmation(str(value))
        if answer:
            return {"confirmed": True}
        field = order_form.field_named_in(str(value)) if answer is False else None
        if field:
            return {"confirmed": None, field: None}
        if not answered_in_between(dispatcher, tracker):
            say(
                dispatcher,
                _ask("哪一项不对？请说内容、地点、时间或者电话；都对就说“对”，不登记了就说“取消”。", "story"),
            )
        return {"confirmed": None}


class AskConfirmed(Action):
    """Reads the order back before it is written."""

    def name(self) -> str:
        """Return the name by which Rasa asks for the slot `confirmed`."""
        return "action_ask_confirmed"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reply with all fields."""
        what, where, when, number = (str(tracker.get_slot(name)) for name in FIELDS)
        text = f"请您核对：\n事情：{what}\n地点：{where}\n时间：{when}\n回电：{number}\n都对的话请说“对”，我马上登记。"
        heard = f"请您核对。事情是：{what}。地点：{where}。时间：{when}。回电号码：{number}。对吗？"
        say(dispatcher, Reply("work_order", text, heard, (("expects", "yes_no"),)))
        return []


class OpenWorkOrder(Action):
    """Writes the order, and only then tells its number."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_open_work_order"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Open the order; the same order confirmed twice in one conversation is one order."""
        told = {name: tracker.get_slot(name) for name in FIELDS}
        number = told["callback_phone"]
        draft = Draft(
            matter=str(told["matter"]),
            place=str(told["place"]),
            occurred=str(told["occurred"]),
            callback_phone=None if number == order_form.NO_PHONE else number,
        )
        order = services().work_orders.open(draft, _key(tracker.sender_id, told), tracker.sender_id)
        say(dispatcher, order_opened(order))
        return [SlotSet(name, None) for name in (*FIELDS, "confirmed")]


class CancelWorkOrder(Action):
    """Forgets the order that was begun."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_cancel_work_order"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Say that nothing was registered."""
        say(dispatcher, _ask("好的，不登记了，刚才说的内容没有提交。还有别的问题可以接着问我。"))
        return [SlotSet(name, None) for name in (*FIELDS, "confirmed")]


def _ask(text: str, expects: str = "question") -> Reply:
    return Reply("work_order", text, text, (("expects", expects),))


def _checked(dispatcher: CollectingDispatcher, field: str, value: Any) -> dict[str, Any]:
    if value is None:  # Rasa also validates the emptying of a slot
        return {field: None}
    told = clean(str(value))
    try:
        Draft.check(field, told)
    except Invalid as error:
        say(dispatcher, _ask(error.message, "story"))
        return {field: None}
    return {field: told}


def _taken(dispatcher: CollectingDispatcher, tracker: Tracker, field: str, value: Any) -> dict[str, Any]:
    if value is not None and answered_in_between(dispatcher, tracker):
        return {field: None}
    return _checked(dispatcher, field, value)


def _key(conversation: str, told: dict[str, Any]) -> str:
    content = "\0".join(str(told[name]) for name in FIELDS)
    return f"{conversation}:{hashlib.sha256(content.encode()).hexdigest()[:16]}"
