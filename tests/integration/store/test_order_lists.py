"""Lists of orders on both real databases."""

from datetime import timedelta

import pytest

from bot.bootstrap import Services
from bot.business import order_number
from bot.business.errors import Invalid
from bot.business.orders.order import Draft, Kind
from bot.business.orders.search import Filters, Page, Sorting
from bot.business.orders.states import Status
from tests.integration.store.order_people import (
    LEAD,
    A,
    Clock,
    dispatched,
    now_of,
    opened,
)


def test_lists_are_paged_without_gaps_or_doubles(services: Services, clock: Clock) -> None:
    numbers = []
    for at in range(7):
        numbers.append((dispatched if at % 2 else opened)(services, f"k{at}").number)
        clock.forward(minutes=at % 3)  # some at the same moment
    for sorting in Sorting:
        for statuses in (frozenset(), frozenset({Status.REGISTERED, Status.DISPATCHED})):
            assert sorted(all_pages(services, Filters(statuses=statuses), sorting)) == sorted(numbers)
    newest = [
        now_of(services, number).created_at for number in all_pages(services, Filters(), Sorting.NEWEST)
    ]
    assert newest == sorted(newest, reverse=True)
    due = [now_of(services, number).due_at for number in all_pages(services, Filters(), Sorting.DEADLINE)]
    assert [each for each in due if each] == sorted(each for each in due if each)
    assert due.index(None) == len([each for each in due if each])  # those without a deadline come last


def all_pages(services: Services, filters: Filters, sorting: Sorting) -> list[str]:
    found, after = [], None
    while True:
        page = services.work_orders.search(filters, Page(2, sorting, after))
        found += [order.number for order in page.orders]
        after = page.next
        if after is None:
            return found


def test_filters_find_what_they_say(services: Services, clock: Clock) -> None:
    light = dispatched(services, "a")
    clock.forward(days=1)
    noise = opened(
        services, "b", Draft("半夜 KTV 噪音 100%扰民_", "瑞安", "昨晚", "0577-88888888", Kind.COMPLAINT)
    )
    services.work_orders.act(light.number, A.SUPERVISE, LEAD)
    assert light.due_at is not None
    cases = [
        (Filters(unit="hrss"), [light]),
        (Filters(kind=Kind.COMPLAINT), [noise]),
        (Filters(text="路灯"), [light]),
        (Filters(text="ktv"), [noise]),
        (Filters(text="100%扰"), [noise]),
        (Filters(text="1%扰"), []),
        (Filters(text="瑞安"), [noise]),
        (Filters(text=order_number.grouped(light.number)), [light]),
        (Filters(supervised=True), [light]),
        (Filters(caller_hash=noise.caller_hash), [noise]),
        (Filters(caller_hash=noise.caller_hash, statuses=frozenset({Status.CLOSED})), []),
        (Filters(created_from=noise.created_at), [noise]),
        (Filters(created_to=noise.created_at), [light]),
        (Filters(due_before=light.due_at), []),
        (Filters(due_before=light.due_at + timedelta(seconds=1)), [light]),
        (Filters(category="none"), []),
    ]
    for filters, expected in cases:
        for sorting in Sorting:
            found = services.work_orders.search(filters, Page(sorting=sorting)).orders
            assert [each.number for each in found] == [each.number for each in expected], filters
    assert [each.number for each in services.work_orders.for_caller(noise.caller_hash)] == [noise.number]
    assert services.work_orders.for_caller(None) == []
    with pytest.raises(Invalid):
        services.work_orders.search(page=Page(after="1; DROP TABLE"))
