"""An order's page and its print, the same for agents and departments; what is on them follows from who looks."""

from dataclasses import dataclass

from anyio.to_thread import run_sync
from fastapi.responses import Response

from bot.business.errors import NotFound
from bot.business.orders.actor import actor_of
from bot.web.orders.order_page import page_values
from bot.web.orders.seeing import seen_order
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit

templates = templates_in(__file__)


@dataclass(frozen=True)
class Home:
    """Where these people's orders are: the page of the list, and the interface."""

    page: str
    api: str


async def show_order(visit: Visit, number: str, home: Home, template: str = "order.html") -> Response:
    """Show an order, or a page that says that there is none; a foreign one is noted."""
    try:
        order = await seen_order(visit.request, visit.shared, visit.staff, number)
    except NotFound as unknown:
        return visit.show(templates, "missing.html", 404, home=home, message=unknown.message)
    values = await run_sync(page_values, visit.shared.services, order, actor_of(visit.staff))
    return visit.show(templates, template, home=home, **values)
