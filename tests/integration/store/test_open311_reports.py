"""Reports by Open311 on both databases: one order for one report, and what the public lists leave out."""

import pytest

from bot.bootstrap import Services
from bot.business.api_key import ApiKey, hashed
from bot.business.audit import Actor
from bot.business.errors import Invalid, NotAllowed, NotFound
from bot.business.orders.order import Draft, Kind
from tests.integration.store.order_people import Clock, together

BY = Actor("市民随手拍", "api_key", "10.0.0.1")
FORM = {"service_code": "street_lamp", "description": "路灯不亮", "address_string": "人民路"}


def given_out(services: Services) -> ApiKey:
    return services.open311.key(services.open311.add_key("市民随手拍"), BY)


def test_a_report_sent_by_many_at_once_is_one_order(services: Services) -> None:
    key = given_out(services)
    numbers = together(6, lambda _: services.open311.report(FORM, key, None, BY).order.number)
    assert len(set(numbers)) == 1
    assert len(services.open311.search({})) == 1


def test_the_same_report_counts_as_new_after_a_day(services: Services, clock: Clock) -> None:
    key = given_out(services)

    def reported() -> str:
        return services.open311.report(FORM, key, None, BY).order.number

    clock.forward(hours=19)  # shortly before midnight UTC
    first = reported()
    clock.forward(hours=23)
    assert reported() == first
    clock.forward(hours=2)
    second = reported()
    assert second != first
    assert reported() == second


def test_lists_leave_out_secrets_and_go_by_time(services: Services, clock: Clock) -> None:
    draft = Draft("路灯不亮", "路口", "", category="street_lamp")
    old = services.work_orders.open(draft, "old").number
    services.work_orders.open(
        Draft("路灯不亮", "路口", "", category="street_lamp", keep_secret=True), "secret"
    )
    services.work_orders.open(
        Draft("老板张三欠薪", "", "", kind=Kind.REPORT, category="street_lamp"), "told on"
    )
    services.work_orders.open(Draft("养老金没到账", "", "", category="pension_unpaid"), "own")
    clock.forward(days=91)
    new = services.work_orders.open(draft, "new").number

    def listed(**asked: str) -> list[str]:
        return [each["service_request_id"] for each in services.open311.search(asked)]

    assert listed() == [new]
    assert listed(start_date="2026-11-26T12:00:00+08:00") == [old]
    assert listed(service_request_id=f"{old},{new}") == [new, old]
    assert listed(status="closed") == []


def test_keys(services: Services) -> None:
    shown = services.open311.add_key("市民随手拍")
    [key] = services.open311.all_keys()
    assert (key.name, key.key_hash, key.active) == ("市民随手拍", hashed(shown), True)
    assert services.open311.key(shown, BY) == key
    for name in ("市民随手拍", " ", "长" * 41):
        with pytest.raises(Invalid):
            services.open311.add_key(name)
    services.open311.turn_off("市民随手拍")
    for wrong in (shown, "", "钥匙"):
        with pytest.raises(NotAllowed):
            services.open311.key(wrong, BY)
    with pytest.raises(NotFound):
        services.open311.turn_off("没有的")
