"""The charts of the health page, each with the table that says the same."""

from collections.abc import Sequence

from bot.business.studio.health_course import Accuracy, Week
from bot.web.supervisor.charts import Chart, Series, lines
from bot.web.supervisor.figures import Figure

_RELEASES = 8  # columns of the table


def coverage_figure(weeks: Sequence[Week]) -> Figure:
    """Return the share of questions that were answered, week by week."""
    labels = tuple(f"{week.first:%m-%d}" for week in weeks)
    shares = tuple(None if week.share is None else 100 * week.share for week in weeks)
    chart = Chart(
        "chart-coverage", "市民的问题答上了多少", labels, (Series("答上的比例", shares),), "%", 100.0
    )
    rows = tuple(
        (
            f"{week.first:%m-%d} 起",
            _percent(week.share),
            str(week.answered),
            str(week.left_open),
            str(week.missed),
        )
        for week in reversed(weeks)
    )
    head = ("一周", "答上的比例", "答上", "反问以后没有下文", "没听懂")
    return Figure(chart.id, chart.title, lines(chart), (), head, rows)


def accuracy_figure(found: Sequence[Accuracy]) -> list[Figure]:
    """Return the share of test sentences that were understood, release by release; nothing before the first training."""
    if not found:
        return []
    labels = tuple(f"第 {each.number} 版" for each in found)
    shares = tuple(100 * right / of for right, of in (each.overall for each in found))
    chart = Chart("chart-accuracy", "测试句听懂了多少", labels, (Series("听懂的比例", shares),), "%", 100.0)
    shown = found[-_RELEASES:]
    groups = dict.fromkeys(group for each in reversed(shown) for group in each.groups)
    whole = ("全部", *(_of(each.overall) for each in shown))
    rows = [whole, *((group, *(_of(each.groups.get(group)) for each in shown)) for group in groups)]
    head = ("分组", *(f"第 {each.number} 版" for each in shown))
    return [Figure(chart.id, chart.title, lines(chart), (), head, tuple(rows))]


def _of(pair: tuple[int, int] | None) -> str:
    return f"{pair[0] / pair[1]:.1%}（{pair[0]}/{pair[1]}）" if pair and pair[1] else "—"


def _percent(share: float | None) -> str:
    return "没有人问" if share is None else f"{share:.1%}"
