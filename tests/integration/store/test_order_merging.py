"""Merged orders on both real databases: callers kept, chains flat, no circle and no dead end."""

import pytest

from bot.bootstrap import Services
from bot.business.errors import BusinessError, NotAllowed
from bot.business.orders.states import Status
from tests.integration.store.order_people import (
    AGENT,
    BAD,
    CALLER,
    GOOD,
    now_of,
    opened,
    together,
    waiting_for_callback,
)


def test_merged_orders_keep_their_callers_and_their_chain_is_flat(services: Services) -> None:
    first, second, third = (opened(services, key).number for key in "abc")
    services.citizen_orders.urge(first, CALLER)
    services.work_orders.merge(first, second, AGENT)
    services.work_orders.merge(second, third, AGENT)
    assert [each.number for each in services.work_orders.children(third)] == sorted((first, second))
    assert {now_of(services, number).callback_phone for number in (first, second)} == {"13800138000"}
    for child, parent in ((third, first), (third, third), (second, third)):
        with pytest.raises(BusinessError):
            services.work_orders.merge(child, parent, AGENT)
    fourth = opened(services, "d").number
    assert services.work_orders.merge(fourth, first, AGENT).parent == third  # into what `first` is part of
    services.citizen_orders.urge(second, CALLER)
    assert now_of(services, third).urged == 2
    assert now_of(services, second).urged == 2  # its own, and what it took over from the first
    assert services.citizen_orders.progress(first, CALLER).status is Status.REGISTERED
    with pytest.raises(NotAllowed):
        services.citizen_orders.withdraw(third, CALLER)
    assert services.citizen_orders.withdraw(first, CALLER).status is Status.WITHDRAWN


def test_merging_into_a_closed_order_reopens_nothing_but_a_bad_answer_does(services: Services) -> None:
    closed = waiting_for_callback(services, "a").number
    services.citizen_orders.rate(closed, CALLER, GOOD, "a")
    child = opened(services, "b").number
    services.work_orders.merge(child, closed, AGENT)
    assert now_of(services, closed).status is Status.CLOSED
    services.citizen_orders.rate(child, CALLER, BAD, "b")
    assert now_of(services, closed).status is Status.REOPENED
    assert now_of(services, child).status is Status.MERGED
    gone = opened(services, "c").number
    services.citizen_orders.withdraw(gone, CALLER)
    with pytest.raises(NotAllowed):
        services.work_orders.merge(opened(services, "d").number, gone, AGENT)


def test_orders_merged_crosswise_at_once_make_no_circle(services: Services) -> None:
    numbers = [opened(services, key).number for key in "abcd"]
    pairs = [(one, other) for one in numbers for other in numbers if one != other][:8]
    together(8, lambda at: services.work_orders.merge(*pairs[at], AGENT))
    orders = [now_of(services, number) for number in numbers]
    roots = {order.number for order in orders if order.status is Status.REGISTERED}
    assert roots
    assert all(order.parent in roots for order in orders if order.status is Status.MERGED)


def test_rating_and_merging_at_once_wait_for_each_other(services: Services) -> None:
    root = waiting_for_callback(services, "root").number
    children = [opened(services, key).number for key in "abc"]
    for child in children:
        services.work_orders.merge(child, root, AGENT)
    late = opened(services, "late").number
    results = together(
        4,
        lambda at: (
            services.work_orders.merge(late, root, AGENT)
            if at == 3
            else services.citizen_orders.rate(children[at], CALLER, BAD, "k")
        ),
    )
    assert now_of(services, root).redone == 1
    assert now_of(services, late).parent == root
    assert (
        sum(isinstance(each, NotAllowed) for each in results) == 2
    )  # the second bad answer finds it reopened
