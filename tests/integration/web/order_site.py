"""Orders at each stage for tests of their pages, and forms filled in as a page does it."""

import re
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi.testclient import TestClient

from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import Actor
from bot.business.orders.order import Draft
from bot.business.staff import Role
from tests.integration.web.staff_site import PASSWORD, UNIT, StaffSite

A = Action
AGENT, LEAD, MEMBER = (
    Actor("agent", Role.AGENT),
    Actor("supervisor", Role.SUPERVISOR),
    Actor("department", Role.DEPARTMENT, UNIT),
)
DRAFT = Draft("我的养老金这个月没有到账，打 13800138000 找我", "鹿城区人民路", "这个月", "13800138000")
_KEYS = iter(range(10_000))
_TO = {  # what leads to a state, from the beginning
    "registered": [],
    "dispatched": [(A.PREPARE, AGENT, {}), (A.DISPATCH, AGENT, {"unit": UNIT})],
    "signed": [(A.SIGN, MEMBER, {})],
    "contacted": [(A.CONTACT, MEMBER, {})],
    "reported": [(A.REPORT, MEMBER, {"report": "已经补发，三天内到账。"})],
    "callback": [(A.PASS, LEAD, {})],
}


@dataclass
class OrderSite:
    """A site with orders."""

    site: StaffSite

    def order(self, stage: str = "registered", draft: Draft = DRAFT) -> str:
        """Return the number of a new order at a stage."""
        orders = self.site.services.work_orders
        number = orders.open(draft, f"order{next(_KEYS)}").number
        for name, steps in _TO.items():
            for action, actor, details in steps:
                orders.act(number, action, actor, Details(**details))
            if name == stage:
                break
        return number

    def seen(self, number: str) -> str:
        """Return the version that a page of now would carry."""
        order = self.site.services.work_orders.find(number)
        assert order is not None
        return order.updated_at.isoformat()

    def act(self, client: TestClient, number: str, action: str, **given: Any) -> httpx.Response:
        """Send a form of the page; the address is the one that the role's page uses."""
        body = {"action": action, "seen": self.seen(number), **given}
        return client.post(f"{client.headers['x-orders']}/{number}/act", json=body)

    def log_in(self, username: str) -> TestClient:
        """Return a browser that is logged in."""
        client = self.site.log_in(username)
        at_unit = username in ("department", "other")
        client.headers["x-orders"] = "/api/department/orders" if at_unit else "/api/orders"
        return client

    def add_other_unit(self) -> None:
        """Add an account of another unit."""
        self.site.services.staff.add("other", PASSWORD, "他单位", Role.DEPARTMENT, "medical", given=False)


def error(answer: httpx.Response) -> tuple[int, str | None, str]:
    """Return the status, the field and the words of a refusal."""
    told = answer.json()["error"]
    return answer.status_code, told.get("field"), told["message"]


def offered(page: str) -> set[str]:
    """Return the actions that a page offers."""
    return set(re.findall(r'data-act="(\w+)"', page))
