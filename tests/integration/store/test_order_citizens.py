"""The citizen's side of orders on both real databases: progress, urging, facts, withdrawal, rating."""

import pytest

from bot.bootstrap import Services
from bot.business.errors import Invalid, NotAllowed, NotFound
from bot.business.orders.actions import Details
from bot.business.orders.actor import SYSTEM
from bot.business.orders.answers import Answers
from bot.business.orders.asker import Asker
from bot.business.orders.states import Status
from tests.integration.store.order_people import (
    AGENT,
    BAD,
    CALLER,
    DRAFT,
    GOOD,
    UNIT,
    A,
    Clock,
    dispatched,
    now_of,
    together,
    waiting_for_callback,
)


def test_progress_takes_the_last_four_digits(services: Services) -> None:
    number = dispatched(services).number
    assert services.citizen_orders.progress(number, CALLER).status is Status.DISPATCHED
    refusals = []
    for unknown, asker in (
        (number, Asker("8001")),
        ("261126000000", CALLER),
        (number, Asker()),
        (number, Asker("")),
    ):
        with pytest.raises(NotFound) as refused:
            services.citizen_orders.progress(unknown, asker)
        refusals.append((refused.value.code, refused.value.message))
    assert len(set(refusals)) == 1
    with pytest.raises(NotFound):
        services.citizen_orders.rate(number, Asker("8001"), BAD, "k")


def test_urging_counts_once_a_day(services: Services, clock: Clock) -> None:
    number = dispatched(services).number
    together(5, lambda _: services.citizen_orders.urge(number, CALLER))
    assert now_of(services, number).urged == 1
    clock.forward(days=1)
    assert services.citizen_orders.urge(number, AGENT).urged == 2


def test_facts_are_added_and_nothing_is_changed(services: Services) -> None:
    number = dispatched(services).number
    services.citizen_orders.add_facts(number, CALLER, "第三根灯杆")
    assert services.work_orders.events(number)[-1].note == "第三根灯杆"
    assert now_of(services, number).matter == DRAFT.matter
    with pytest.raises(Invalid):
        services.citizen_orders.add_facts(number, CALLER, "  ")
    for at in range(19):
        services.citizen_orders.add_facts(number, CALLER, f"还有第{at}条")
    with pytest.raises(NotAllowed):
        services.citizen_orders.add_facts(number, CALLER, "再来一条")


def test_withdrawn_twice_is_withdrawn_once(services: Services) -> None:
    number = dispatched(services).number
    together(4, lambda _: services.citizen_orders.withdraw(number, CALLER, "自己修好了"))
    order = now_of(services, number)
    assert (order.status, order.closed_reason) == (Status.WITHDRAWN, "自己修好了")
    assert [event.action for event in services.work_orders.events(number)].count("withdraw") == 1


def test_a_good_rating_closes_and_counts_once(services: Services) -> None:
    number = waiting_for_callback(services).number
    together(5, lambda _: services.citizen_orders.rate(number, CALLER, GOOD, "same"))
    assert now_of(services, number).status is Status.CLOSED
    assert len(services.work_orders.callbacks(number)) == 1


def test_a_bad_rating_reopens_with_a_new_deadline_even_after_closing(
    services: Services, clock: Clock
) -> None:
    number = waiting_for_callback(services).number
    services.citizen_orders.rate(number, CALLER, GOOD, "first")
    clock.forward(days=2)
    redone = services.citizen_orders.rate(number, CALLER, BAD, "second")
    assert (redone.status, redone.redone, redone.closed_at) == (Status.REOPENED, 1, None)
    assert redone.due_at is not None
    assert redone.due_at > clock.moment
    assert services.citizen_orders.rate(number, CALLER, BAD, "second") == redone
    assert [each.satisfied for each in services.work_orders.callbacks(number)] == [
        GOOD.satisfied,
        BAD.satisfied,
    ]
    with pytest.raises(NotAllowed):
        services.citizen_orders.rate(number, CALLER, BAD, "third")  # it is being done again


def test_nobody_reached_leaves_the_order_waiting(services: Services) -> None:
    number = waiting_for_callback(services).number
    missed = Answers(valid=False, channel="phone")
    assert services.citizen_orders.rate(number, AGENT, missed, "call-1").status is Status.CALLBACK
    with pytest.raises(Invalid):
        services.citizen_orders.rate(number, CALLER, missed, "x")
    with pytest.raises(NotAllowed):
        services.citizen_orders.rate(number, UNIT, GOOD, "x")
    closed = services.work_orders.act(number, A.CLOSE, SYSTEM, Details(note="三次联系不上市民"))
    assert closed.status is Status.CLOSED
