"""Dispatching and the advice before it, on both real databases."""

from dataclasses import replace

import pytest

from bot.bootstrap import Services
from bot.business.errors import AlreadyClaimed, Invalid, NotFound
from bot.business.orders.actions import Details
from bot.business.orders.duplicates import Advice
from bot.business.orders.order import Draft, Urgency
from bot.business.orders.states import Status
from tests.integration.store.order_people import AGENT, LEAD, A, Clock, now_of, opened, together

LAMPS = Draft("路灯全灭了，晚上骑车看不见路", "金水路国贸大厦", "前天", "13800138000")
SAME = Draft("金水路的路灯不亮，黑漆漆的", "金水路国贸大厦门口", "昨天", "13911112222")


def test_what_is_suggested(services: Services) -> None:
    found = services.dispatching.suggest(opened(services, draft=LAMPS).number)
    assert (found.matters[0].matter.name, found.matters[0].sure) == ("路灯不亮", True)
    assert (found.units[0].unit.code, found.units[0].sure) == ("lighting", True)
    unclear = services.dispatching.suggest(opened(services, "u", Draft("我想投诉", "", "")).number)
    assert not unclear.matters[0].sure
    with pytest.raises(NotFound):
        services.dispatching.suggest("261126000000")


def test_older_orders_that_may_be_the_same(services: Services, clock: Clock) -> None:
    first = opened(services, "a", LAMPS)
    clock.forward(minutes=5)
    elsewhere = opened(services, "b", replace(LAMPS, place="望江路码头"))
    clock.forward(minutes=5)
    later = opened(services, "c", SAME)
    near = services.dispatching.near(later.number)
    assert [each.order.number for each in near] == [first.number]
    assert near[0].near.advice is Advice.MERGE
    assert services.dispatching.near(first.number) == ()  # the newer one isn't offered for the older
    services.dispatching.dispatch(first.number, Details(unit="lighting", category="street_lamp"), AGENT)
    assert [each.order.number for each in services.dispatching.near(later.number)] == [first.number]
    services.work_orders.merge(first.number, elsewhere.number, AGENT)
    assert services.dispatching.near(later.number) == ()  # a merged order takes no others
    clock.forward(days=31)
    assert services.dispatching.near(opened(services, "d", SAME).number) == ()


def test_the_deadline_that_was_shown_is_the_one_that_is_set(services: Services, clock: Clock) -> None:
    number = opened(services, draft=LAMPS).number
    shown = services.dispatching.preview(number, urgency=Urgency.COMPLEX)
    given = Details(unit="lighting", urgency=Urgency.COMPLEX)
    assert services.dispatching.dispatch(number, given, AGENT).due_at == shown.due_at
    assert shown.caveat is None
    clock.forward(days=25)
    into_next_year = services.dispatching.preview(
        opened(services, "z", LAMPS).number, urgency=Urgency.COMPLEX
    )
    assert into_next_year.caveat is not None
    assert "2027" in into_next_year.caveat


def test_dispatching_is_whole_or_not_at_all(services: Services) -> None:
    number = opened(services, draft=LAMPS).number
    for wrong, error in ((Details(), Invalid), (Details(unit="nowhere"), NotFound)):
        with pytest.raises(error):
            services.dispatching.dispatch(number, wrong, AGENT)
    assert now_of(services, number).status is Status.REGISTERED
    assert len(services.work_orders.events(number)) == 1


def test_of_two_who_saw_the_same_order_one_acts(services: Services, clock: Clock) -> None:
    number = opened(services, draft=LAMPS).number
    seen = now_of(services, number).updated_at
    clock.forward(seconds=1)

    def dispatch(index: int):
        return services.dispatching.dispatch(
            number, Details(unit=("lighting", "urban")[index % 2]), AGENT, seen
        )

    results = together(6, dispatch)
    assert sum(isinstance(each, AlreadyClaimed) for each in results) == 5
    assert [each.action for each in services.work_orders.events(number)].count("dispatch") == 1
    with pytest.raises(AlreadyClaimed, match="已派单"):
        services.work_orders.act(number, A.SUPERVISE, LEAD, seen=seen)
    with pytest.raises(AlreadyClaimed):
        services.work_orders.merge(number, opened(services, "p", SAME).number, AGENT, seen=seen)
