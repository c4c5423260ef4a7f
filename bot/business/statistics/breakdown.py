"""Each rate of orders and callbacks once: for all, by unit and by category."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.business.rates import callback, orders
from bot.business.rates.callback import CallbackFact
from bot.business.rates.grouping import Member
from bot.business.rates.orders import OrderFact
from bot.business.statistics.facts import Facts
from bot.business.statistics.tables import Table, side_by_side
from bot.business.statistics.weighted import Spread, spread


@dataclass(frozen=True)
class Rates:
    """The rates of a period's callbacks and orders, by name, in the order in which they are shown."""

    callbacks: Mapping[str, Spread[CallbackFact]]
    orders: Mapping[str, Spread[OrderFact]]


def rates_of(facts: Facts, now: datetime) -> Rates:
    """Return all rates of callbacks and orders."""
    asked, registered = facts.callbacks, facts.orders
    return Rates(
        {
            "response": spread(callback.response_rate, asked),
            "solved": spread(callback.solved_rate, asked),
            "satisfied": spread(callback.satisfied_rate, asked),
            "overall": spread(callback.overall_rate, asked),
        },
        {
            "on_time": spread(lambda each: orders.on_time_rate(each, now), registered),
            "extended": spread(lambda each: orders.extended_on_time_rate(each, now), registered),
            "direct": spread(orders.direct_answer_rate, registered),
            "return": spread(orders.return_rate, registered),
            "error": spread(orders.first_dispatch_error_rate, registered),
            "redo": spread(orders.redo_rate, registered),
            "duplicate": spread(orders.duplicate_rate, registered),
        },
    )


def by_unit(rates: Rates, units: Mapping[str, Member]) -> Table:
    """Return what each unit's orders and callbacks came to; returns count for the unit that was asked first."""
    sent = {name: each.only(lambda fact: fact.dispatched) for name, each in rates.orders.items()}
    return side_by_side(
        "按承办单位",
        {
            "响应率": rates.callbacks["response"].by(lambda fact: fact.unit, units),
            "解决率": rates.callbacks["solved"].by(lambda fact: fact.unit, units),
            "满意率": rates.callbacks["satisfied"].by(lambda fact: fact.unit, units),
            "按时办结率": sent["on_time"].by(lambda fact: fact.unit, units),
            "重办率": sent["redo"].by(lambda fact: fact.unit, units),
            "退单率": sent["return"].by(lambda fact: fact.first_unit, units),
            "首次派单差错率": sent["error"].by(lambda fact: fact.first_unit, units),
        },
    )


def by_category(rates: Rates, categories: Mapping[str, Member]) -> Table:
    """Return what the orders of each matter came to."""
    return side_by_side(
        "按事项类别",
        {
            "解决率": rates.callbacks["solved"].by(lambda fact: fact.category, categories),
            "按时办结率": rates.orders["on_time"].by(lambda fact: fact.category, categories),
            "当场答复率": rates.orders["direct"].by(lambda fact: fact.category, categories),
            "重复诉求率": rates.orders["duplicate"].by(lambda fact: fact.category, categories),
        },
    )
