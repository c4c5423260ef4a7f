"""The running hotline tells people by itself."""

import time
from pathlib import Path

from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import Actor
from bot.business.orders.order import Draft
from bot.business.staff import Role
from tests.integration.web.staff_site import staff_site

AGENT = Actor("agent", Role.AGENT)
DRAFT = Draft("路灯坏了三天没人修", "人民路", "前天晚上", "13800138000")


def test_what_is_dispatched_is_told_without_anybody_asking(tmp_path: Path) -> None:
    with staff_site(tmp_path) as site:
        number = site.services.work_orders.open(DRAFT, "k").number
        site.services.work_orders.act(number, Action.PREPARE, AGENT)
        site.services.work_orders.act(number, Action.DISPATCH, AGENT, Details(unit="hrss"))
        end = time.monotonic() + 30
        while site.services.notices.for_order(number)[0].sent_at is None and time.monotonic() < end:
            time.sleep(0.2)
        (notice,) = site.services.notices.for_order(number)
        assert (notice.kind, notice.delivered_by) == ("dispatched", "console")
