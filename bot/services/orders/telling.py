"""What a caller says to an order that is under way: urging, and facts; a merged order passes it on."""

from bot.business.china import local_day
from bot.business.errors import NotAllowed
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import Actor
from bot.business.orders.moves import check
from bot.business.orders.order import WorkOrder
from bot.services.orders.steps import Steps
from bot.services.ports import UnitOfWork

TOLD = (Action.URGE, Action.ADD_FACTS)
_MOST_FACTS = 20  # a day and order: more is nobody's story


def tell(
    work: UnitOfWork,
    steps: Steps,
    own: WorkOrder,
    root: WorkOrder | None,
    action: Action,
    given: Details,
    actor: Actor,
) -> WorkOrder:
    """Urge or add facts; return the citizen's own order.

    Urging counts once a day in China for each order: said again on the same day it changes nothing, so that nobody's
    matter gains by a repeated press of a button. Raises NotAllowed when the matter is settled.
    """
    check(own, action, actor)
    today = _said_today(work, steps, own, action)
    if action is Action.URGE and today:
        return own
    if today >= _MOST_FACTS:
        raise NotAllowed("too_many_facts", "今天补充的次数太多了，请明天再补充，或者转人工说明。")
    if root is not None:
        steps.take(work, root, action, given, actor)
    return steps.take(work, own, action, given, actor)


def _said_today(work: UnitOfWork, steps: Steps, order: WorkOrder, action: Action) -> int:
    today = local_day(steps.now())
    said = (event for event in work.work_orders.events(order.number) if event.action == action.value)
    return sum(local_day(event.at) == today for event in said)
