"""An order that the citizen has: how far it is, urge, add, withdraw, rate."""

from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.faq import answered_in_between
from actions.say import say
from actions.wiring import services
from bot.business import order_care_talk as talk
from bot.business.china import local_day
from bot.business.errors import BusinessError
from bot.business.order_care import MOST_TRIES, Care, Wish, begun, learn, wish_in
from bot.business.orders.answers import Answers
from bot.business.orders.asker import Asker
from bot.business.orders.order import Satisfaction, WorkOrder
from bot.business.orders.states import OPEN
from bot.business.reply import Reply

_FORM = "order_care_form"


class StartOrderCare(Action):
    """Takes what the first sentence tells; does it at once when that is everything."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_order_care"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reply with what came of it, or begin to ask."""
        sentence = _text(tracker)
        care = begun(
            Care.of(tracker.get_slot("care_known")).anew(wish_in(sentence) or Wish.PROGRESS), sentence
        )
        if care.number is None:
            own = services().work_orders.for_conversation(tracker.sender_id)
            care = Care(care.wish, own[0].number) if own else care
        care, ended = _looked_up(care, tracker.sender_id)
        if ended or (care.number and care.missing is None):
            say(dispatcher, ended or _do(care, tracker))
            return [SlotSet("care_known", None if ended else care.as_dict()), SlotSet("care_done", None)]
        return [SlotSet("care_known", care.as_dict()), SlotSet("care_done", None), FollowupAction(_FORM)]


class ValidateOrderCare(FormValidationAction):
    """Learns from each answer; a question in between is answered and the talk about the order goes on."""

    def name(self) -> str:
        """Return the name by which Rasa finds the form's validation."""
        return "validate_order_care_form"

    def validate_care_done(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Keep what the sentence tells; done when nothing is missing or nothing more can be done."""
        before = Care.of(tracker.get_slot("care_known"))
        if value is None:
            return {"care_done": None}
        told = learn(before, str(value))
        if told == before and answered_in_between(dispatcher, tracker):
            return {"care_done": None}
        care, ended = _looked_up(told, tracker.sender_id)
        if ended:
            say(dispatcher, ended)
            return {"care_known": None, "care_done": True}
        return {"care_known": care.as_dict(), "care_done": True if care.missing is None else None}


class AskOrderCare(Action):
    """Asks for the first piece that is missing."""

    def name(self) -> str:
        """Return the name by which Rasa asks for the slot `care_done`."""
        return "action_ask_care_done"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reply with the question."""
        care = Care.of(tracker.get_slot("care_known"))
        say(dispatcher, talk.not_matching() if care.tries and not care.owned else talk.question(care))
        return []


class DoOrderCare(Action):
    """Does what was wished."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_do_order_care"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reply with what came of it; the order is remembered for what is wished next."""
        care = Care.of(tracker.get_slot("care_known"))
        if care.number is None or care.missing is not None:  # it ended before: that was said already
            return [SlotSet("care_known", None), SlotSet("care_done", None)]
        say(dispatcher, _do(care, tracker))
        return [SlotSet("care_known", care.as_dict()), SlotSet("care_done", None)]


class LeaveOrderCare(Action):
    """Forgets what was begun; the order isn't touched."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_leave_order_care"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Say so."""
        say(dispatcher, talk.left())
        return [SlotSet("care_known", None), SlotSet("care_done", None)]


def _looked_up(care: Care, conversation: str) -> tuple[Care, Reply | None]:
    """Return `care` with what the store knows of its order, and a reply when that ends the talk about it."""
    if care.number is None or care.owned:
        return care, None
    order = services().work_orders.find(care.number)
    if order is None:
        return Care(care.wish, tries=care.tries, unknown=True), None
    if Asker(care.last_four, conversation).owns(order):
        return Care(care.wish, care.number, True, care.last_four), None
    if order.callback_phone is None:
        return care, talk.no_phone(order.status, order.number)
    if care.last_four is None:
        return care, None
    tries = care.tries + 1
    return Care(care.wish, care.number, tries=tries), talk.too_many_tries() if tries >= MOST_TRIES else None


def _do(care: Care, tracker: Tracker) -> Reply:
    assert care.number is not None
    asker, citizen = Asker(care.last_four, tracker.sender_id), services().citizen_orders
    try:
        match Wish(care.wish):
            case Wish.PROGRESS:
                return _progress(care.number, asker)
            case Wish.URGE:
                citizen.urge(care.number, asker)
            case Wish.ADD:
                citizen.add_facts(care.number, asker, str(care.facts))
            case Wish.WITHDRAW if care.sure:
                citizen.withdraw(care.number, asker)
            case Wish.WITHDRAW:
                return talk.not_withdrawn()
            case Wish.RATE:
                return talk.rated(_rate(care, asker, tracker).status in OPEN)
    except BusinessError as error:
        return talk.refused(error.message)
    return talk.done(Wish(care.wish))


def _progress(number: str, asker: Asker) -> Reply:
    found = services().citizen_orders.progress(number, asker)
    due = local_day(found.due_at) if found.due_at else None
    return talk.progress(
        found, services().unit_name(found.unit), local_day(found.created_at), due, services().today().year
    )


def _rate(care: Care, asker: Asker, tracker: Tracker) -> WorkOrder:
    answers = Answers(care.contacted, care.solved, Satisfaction(care.satisfied), channel="robot")
    key = f"robot:{tracker.latest_message.get('message_id') or tracker.sender_id}"[:64]
    return services().citizen_orders.rate(str(care.number), asker, answers, key)


def _text(tracker: Tracker) -> str:
    return str(tracker.latest_message.get("text") or "")
