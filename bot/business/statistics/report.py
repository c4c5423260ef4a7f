"""A period's report: every rate of section 3 of the design, by unit and category, and day by day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.business.rates import contacts, talks, waiting
from bot.business.rates.grouping import Member
from bot.business.rates.rate import Rate
from bot.business.rates.waiting import WaitFact, Waiting
from bot.business.statistics.breakdown import Rates, by_category, by_unit, rates_of
from bot.business.statistics.facts import Facts, SpanFacts
from bot.business.statistics.period import Period, Span
from bot.business.statistics.tables import Table
from bot.business.statistics.weighted import spread

ONLINE_SECONDS = 180.0  # GB/T 33358, other media than the telephone


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
    rates = rates_of(facts, now)
    sections = (*_asked_and_settled(rates), _robot(facts, now), _calls(facts), *_queue(facts))
    points = tuple(_point(each, now) for each in facts.spans)
    return Report(period, now, sections, by_unit(rates, units), by_category(rates, categories), points)


def _asked_and_settled(rates: Rates) -> tuple[Section, Section]:
    asked = "期间内做的每一次回访各算一条；分母是有效回访。"
    settled = "期间内登记的工单，按它们现在的状态计。"
    return (
        Section("回访", asked, tuple(each.rate for each in rates.callbacks.values())),
        Section("工单", settled, tuple(each.rate for each in rates.orders.values())),
    )


def _robot(facts: Facts, now: datetime) -> Section:
    all_talks = facts.talks
    rates = (
        spread(lambda each: talks.containment_rate(each, now), all_talks).rate,
        spread(lambda each: talks.known_containment_rate(each, now), all_talks).rate,
        spread(lambda each: contacts.first_contact_resolution(each, now), facts.contacts).rate,
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


def _point(facts: SpanFacts, now: datetime) -> Point:
    waited = waiting.waiting_time([each.wait for each in facts.waits])
    contained = spread(lambda each: talks.containment_rate(each, now), facts.talks)
    return Point(facts.span, sum(facts.orders.values()), waited, contained.rate)
