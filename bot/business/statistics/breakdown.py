"""The rates by unit and by category."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.business.rates import callback, orders
from bot.business.rates.grouping import Member, grouped
from bot.business.rates.orders import OrderFact
from bot.business.rates.rate import Rate
from bot.business.statistics.facts import Facts
from bot.business.statistics.tables import Table, side_by_side


def by_unit(
    facts: Facts, registered: Sequence[OrderFact], now: datetime, units: Mapping[str, Member]
) -> Table:
    """Return what each unit's orders and callbacks came to; returns count for the unit that was asked first."""
    sent = [fact for fact in registered if fact.dispatched]  # the others have no unit and aren't its figures
    asked = facts.callbacks
    return side_by_side(
        "按承办单位",
        {
            "响应率": grouped(asked, lambda fact: fact.unit, units, callback.response_rate),
            "解决率": grouped(asked, lambda fact: fact.unit, units, callback.solved_rate),
            "满意率": grouped(asked, lambda fact: fact.unit, units, callback.satisfied_rate),
            "按时办结率": grouped(
                sent, lambda fact: fact.unit, units, lambda each: orders.on_time_rate(each, now)
            ),
            "重办率": grouped(sent, lambda fact: fact.unit, units, orders.redo_rate),
            "退单率": grouped(sent, lambda fact: fact.first_unit, units, orders.return_rate),
            "首次派单差错率": grouped(
                sent, lambda fact: fact.first_unit, units, orders.first_dispatch_error_rate
            ),
        },
    )


def by_category(
    facts: Facts, registered: Sequence[OrderFact], now: datetime, categories: Mapping[str, Member]
) -> Table:
    """Return what the orders of each matter came to."""
    measures: dict[str, Callable[[Sequence[OrderFact]], Rate]] = {
        "按时办结率": lambda each: orders.on_time_rate(each, now),
        "当场答复率": orders.direct_answer_rate,
        "重复诉求率": orders.duplicate_rate,
    }
    columns = {
        name: grouped(registered, lambda fact: fact.category, categories, measure)
        for name, measure in measures.items()
    }
    columns["解决率"] = grouped(facts.callbacks, lambda fact: fact.category, categories, callback.solved_rate)
    return side_by_side("按事项类别", columns)
