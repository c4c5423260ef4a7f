"""The charts of a report, each with the table that says the same."""

from dataclasses import dataclass

from markupsafe import Markup

from bot.business.rates.grouping import LEAST
from bot.business.rates.rate import Rate
from bot.business.statistics.report import Point, Report
from bot.web.supervisor.charts import Chart, Series, bars, lines
from bot.web.supervisor.words import percent, ratio

_MINUTE = 60.0


@dataclass(frozen=True)
class Figure:
    """A drawn chart, its legend, and its table."""

    id: str
    title: str
    svg: Markup
    legend: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def figures(report: Report) -> tuple[Figure, ...]:
    """Return the charts: orders, waiting time, containment."""
    return _orders(report.points), _waiting(report.points), _containment(report.points)


def _labels(points: tuple[Point, ...]) -> tuple[str, ...]:
    return tuple(point.span.label for point in points)


def _orders(points: tuple[Point, ...]) -> Figure:
    counted = Series("登记工单", tuple(float(point.orders) for point in points))
    chart = Chart("chart-orders", "登记工单（张）", _labels(points), (counted,))
    rows = tuple((point.span.label, str(point.orders)) for point in points)
    return Figure(chart.id, chart.title, bars(chart), (), ("时间", "登记工单"), rows)


def _waiting(points: tuple[Point, ...]) -> Figure:
    names = ("一半的人等了不到", "九成的人等了不到")
    halves, most = (
        Series(names[0], tuple(_minutes(point.waiting.p50) for point in points)),
        Series(names[1], tuple(_minutes(point.waiting.p90) for point in points)),
    )
    chart = Chart("chart-waiting", "等人工接入（分钟）", _labels(points), (halves, most))
    rows = tuple(
        (
            point.span.label,
            _told(_minutes(point.waiting.p50)),
            _told(_minutes(point.waiting.p90)),
            str(point.waiting.answered),
        )
        for point in points
    )
    return Figure(chart.id, chart.title, lines(chart), names, ("时间", *names, "接入人数"), rows)


def _containment(points: tuple[Point, ...]) -> Figure:
    shown = Series("机器人独立解决率", tuple(_share(point.containment) for point in points))
    chart = Chart("chart-containment", "机器人独立解决率", _labels(points), (shown,), "%", 100.0)
    rows = tuple((point.span.label, _cell(point.containment), ratio(point.containment)) for point in points)
    return Figure(chart.id, chart.title, lines(chart), (), ("时间", "比率", "独立解决 / 会话"), rows)


def _share(rate: Rate) -> float | None:
    return rate.value * 100 if rate.value is not None and rate.whole >= LEAST else None


def _cell(rate: Rate) -> str:
    return percent(rate.value) if rate.whole >= LEAST else "样本不足 5"


def _minutes(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / _MINUTE


def _told(minutes: float | None) -> str:
    return "—" if minutes is None else f"{minutes:.1f}"
