"""Replies about what was done for a citizen: handed over, emergency, order opened, order's state."""

from bot.business import order_number
from bot.business.emergency import Emergency
from bot.business.orders.order import WorkOrder
from bot.business.reply import Reply


def emergency(found: Emergency) -> Reply:
    """Return the number that helps and what to do."""
    return Reply("emergency", found.advice, found.advice, (("phones", [found.phone]),))


def order_opened(order: WorkOrder) -> Reply:
    """Return the number of an order that is already written."""
    shown = order_number.grouped(order.number)
    text = f"已经登记好了，工单号是 {shown}。我们会转给负责的部门办理，您可以凭工单号随时查进度。" + (
        "" if order.callback_phone else "您没有留电话，请记下工单号。"
    )
    speech = f"已经登记好了，工单号是{shown}。请记下来，凭这个号码可以随时查进度。"
    return Reply("work_order", text, speech, (("order", order_card(order)),))


def order_card(order: WorkOrder) -> dict[str, str]:
    """Return what a citizen's page shows of an order."""
    return {
        "number": order.number,
        "status": order.status.value,
        "status_label": order.status.label,
        "created_at": order.created_at.isoformat(),
    }
