"""A period's report: every rate of section 3 of the design, by unit and category, and day by day."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.business.rates import callback, contacts, orders, talks, waiting
from bot.business.rates.grouping import Member
from bot.business.rates.orders import OrderFact
from bot.business.rates.rate import Rate
from bot.business.rates.waiting import WaitFact, Waiting
from bot.business.statistics import breakdown
from bot.business.statistics.facts import Facts
from bot.business.statistics.period import Period, Span
from bot.business.statistics.tables import Table

ONLINE_SECONDS = 180.0  # GB/T 33358, other media than the telephone
T = TypeVar("T")


@dataclass(frozen=True)
class Section:
    """Rates of one kind; `basis` says which rows of the period they count."""

    title: str
    basis: str
    rates: tuple[Rate, ...]
    waiting: Waiting | None = None


@dataclass(frozen=True)
class Point:
    """One day, or one hour: orders registered, the waits that began and the robot talks that began in it."""

    span: Span
    orders: int
    waiting: Waiting
    containment: Rate


@dataclass(frozen=True)
class Report:
    """All figures of a period, as they were at `made_at`."""

    period: Period
    made_at: datetime
    sections: tuple[Section, ...]
    by_unit: Table
    by_category: Table
    points: tuple[Point, ...]


def build(
    facts: Facts, period: Period, now: datetime, units: Mapping[str, Member], categories: Mapping[str, Member]
) -> Report:
    """Return the report of `period`; `units` and `categories` are those of the catalogue, by code."""
    registered = [fact for _, fact in facts.orders]
    return Report(
        period,
        now,
        (
            _asked(facts),
            _settled(registered, now),
            _robot(facts, now),
            _calls(facts),
            *_queue(facts),
        ),
        breakdown.by_unit(facts, registered, now, units),
        breakdown.by_category(facts, registered, now, categories),
        _points(facts, period, now),
    )


def _asked(facts: Facts) -> Section:
    measures = (
        callback.response_rate,
        callback.solved_rate,
        callback.satisfied_rate,
        callback.overall_rate,
    )
    basis = "期间内做的每一次回访各算一条；分母是有效回访。"
    return Section("回访", basis, tuple(measure(facts.callbacks) for measure in measures))


def _settled(registered: Sequence[OrderFact], now: datetime) -> Section:
    rates = (
        orders.on_time_rate(registered, now),
        orders.extended_on_time_rate(registered, now),
        orders.direct_answer_rate(registered),
        orders.return_rate(registered),
        orders.first_dispatch_error_rate(registered),
        orders.redo_rate(registered),
        orders.duplicate_rate(registered),
    )
    return Section("工单", "期间内登记的工单，按它们现在的状态计。", rates)


def _robot(facts: Facts, now: datetime) -> Section:
    rates = (
        talks.containment_rate(facts.talks, now),
        talks.known_containment_rate(facts.talks, now),
        contacts.first_contact_resolution(facts.contacts, now),
    )
    basis = "期间内开始的会话；一次解决率按期间内提出的每件事计（工单按事项，会话按话题）。"
    return Section("机器人与一次解决", basis, rates)


def _calls(facts: Facts) -> Section:
    basis = "期间内交换机报来的电话，到小政接起为止。"
    return _waited("电话接听（小政）", basis, facts.calls, waiting.ANSWER_SECONDS)


def _queue(facts: Facts) -> tuple[Section, Section]:
    phone = [each.wait for each in facts.waits if each.by_phone]
    online = [each.wait for each in facts.waits if not each.by_phone]
    basis = "期间内{}要求人工的会话，到坐席接入为止。关掉页面或挂机而没有说明的，仍列为“还在等待”。"
    return (
        _waited("人工排队（电话）", basis.format("电话里"), phone, waiting.ANSWER_SECONDS),
        _waited("人工排队（网上）", basis.format("网上"), online, ONLINE_SECONDS),
    )


def _waited(title: str, basis: str, waits: Sequence[WaitFact], seconds: float) -> Section:
    rates = (
        waiting.connection_rate(waits),
        waiting.abandoned_rate(waits),
        waiting.answered_within_of_offered(waits, seconds),
        waiting.answered_within_of_answered(waits, seconds),
    )
    return Section(title, basis, rates, waiting.waiting_time(waits))


def _points(facts: Facts, period: Period, now: datetime) -> tuple[Point, ...]:
    spans = period.spans()
    registered = _cut(facts.orders, spans, lambda order: order[0])
    online = _cut([each.wait for each in facts.waits], spans, lambda wait: wait.queued_at)
    begun = _cut(facts.talks, spans, lambda talk: talk.started_at)
    return tuple(
        Point(
            span,
            len(registered[index]),
            waiting.waiting_time(online[index]),
            talks.containment_rate(begun[index], now),
        )
        for index, span in enumerate(spans)
    )


def _cut(facts: Sequence[T], spans: Sequence[Span], at: Callable[[T], datetime]) -> dict[int, list[T]]:
    first, step = spans[0].since, spans[0].until - spans[0].since
    found: dict[int, list[T]] = defaultdict(list)
    for fact in facts:
        found[(at(fact) - first) // step].append(fact)
    return found
