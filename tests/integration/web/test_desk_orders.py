"""An order on the agent's desk: what can be done to it is listed, done, and refused with a reason."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from bot.business.orders.order import Draft
from bot.business.staff import Role
from tests.integration.web.staff_site import StaffSite, staff_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffSite]:
    with staff_site(tmp_path_factory.mktemp("orders")) as opened:
        yield opened


@pytest.fixture(scope="module")
def agent(site: StaffSite) -> TestClient:
    return site.log_in(Role.AGENT.value)


def test_an_agent_prepares_an_order_and_what_is_not_allowed_is_told(
    agent: TestClient, site: StaffSite
) -> None:
    number = site.services.work_orders.open(
        Draft("路灯坏了，打 13800138000", "人民路", "昨天"), "desk"
    ).number
    shown = agent.get(f"/api/agent/orders/{number}").json()
    assert {"action": "prepare", "label": "转待派单"} in shown["order"]["next"]
    assert "13800138000" not in str(shown)
    done = agent.post(f"/api/agent/orders/{number}/act", json={"action": "prepare", "note": ""}).json()
    assert done["order"]["status_label"] == "待派单"
    assert done["events"][-1]["action_label"] == "转待派单"
    for action, status, words in (
        ("prepare", 403, "不能转待派单"),
        ("add_facts", 422, "补充情况要填说明"),
        ("dance", 422, "action"),
    ):
        refused = agent.post(f"/api/agent/orders/{number}/act", json={"action": action})
        assert refused.status_code == status
        assert words in refused.json()["error"]["message"]
    listed = agent.get("/api/agent/orders", params={"status": "pending"}).json()["orders"]
    assert [each["number"] for each in listed] == [number]
