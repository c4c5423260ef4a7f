"""Replies about what was done for a citizen: handed over, emergency, order opened, order's state."""

from datetime import date

from bot.business import order_number
from bot.business.emergency import Emergency
from bot.business.handoff import Handoff
from bot.business.orders.order import WorkOrder
from bot.business.reply import Reply


def handed_over(handoff: Handoff, position: int) -> Reply:
    """Return what the citizen reads and hears while waiting at `position` (from 1) for a person."""
    text = f"正在为您转接人工，前面还有 {position - 1} 位。请稍候，您说的话工作人员都能看到。"
    if position <= 1:
        text = "正在为您转接人工，请稍候。您说的话工作人员都能看到，不用再重复一遍。"
    return Reply("handoff", text, text, (("handoff", _handoff_card(handoff, position)),))


def still_waiting(handoff: Handoff, position: int) -> Reply:
    """Return the answer to what a citizen says while waiting for a person."""
    text = f"收到，工作人员接入后能看到您说的话。您现在排在第 {position} 位，请稍候。"
    return Reply("handoff", text, text, (("handoff", _handoff_card(handoff, position)),))


def robot_unavailable(handoff: Handoff, position: int) -> Reply:
    """Return what the citizen reads and hears when the machine can't answer: a person will."""
    text = "对不起，我这边暂时出了点问题，已经帮您转给工作人员，会有人来回复您，请稍候。"
    return Reply("handoff", text, text, (("handoff", _handoff_card(handoff, position)),))


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


def order_status(order: WorkOrder, registered: date) -> Reply:
    """Return how an order stands; never what it is about or who asked, since only the number is known."""
    shown = order_number.grouped(order.number)
    day = f"{registered.year}年{registered.month}月{registered.day}日"
    text = f"工单 {shown} 于 {day}登记，现在的状态：{order.status.label}。"
    return Reply("order_status", text, text, (("order", order_card(order)),))


def order_card(order: WorkOrder) -> dict[str, str]:
    """Return what a citizen's page shows of an order."""
    return {
        "number": order.number,
        "status": order.status.value,
        "status_label": order.status.label,
        "created_at": order.created_at.isoformat(),
    }


def _handoff_card(handoff: Handoff, position: int) -> dict[str, object]:
    return {"id": handoff.id, "position": position, "reason": handoff.reason.value}
