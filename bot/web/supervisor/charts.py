"""Small charts as SVG, made on the server: bars or lines, with a title and a description for those who don't see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

_WIDTH, _HEIGHT = 420, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 8, 10, 24
_LINES = 4  # of the grid
_LABELS = 6  # at most, under the axis


@dataclass(frozen=True)
class Series:
    """Values by place on the axis; None where there is nothing to show. `name` is its style and its legend."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """`labels` stand under the axis. `unit` follows the numbers of the scale; `most` is its end when it has a fixed one."""

    id: str
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    most: float | None = None

    @property
    def description(self) -> str:
        """Return what the chart shows, in a sentence."""
        told = [f"{each.name}{_range(each.values, self.unit)}" for each in self.series]
        return f"{self.labels[0]} 到 {self.labels[-1]}：" + "；".join(told) + "。"

    @property
    def top(self) -> float:
        """Return the end of the scale."""
        highest = max(
            (value for each in self.series for value in each.values if value is not None), default=0
        )
        return self.most or round_up(highest)


def bars(chart: Chart) -> Markup:
    """Return a chart whose first series stands as bars."""
    step = _step(chart)
    width = max(1.0, step * 0.7)
    drawn = [
        Markup('<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>').format(
            _n(_LEFT + step * index + (step - width) / 2),
            _n(_y(chart, value)),
            _n(width),
            _n(_y(chart, 0) - _y(chart, value)),
        )
        for index, value in enumerate(chart.series[0].values)
        if value
    ]
    return _svg(chart, Markup("").join(drawn))


def lines(chart: Chart) -> Markup:
    """Return a chart whose series are lines, broken where nothing is known; each value also has a dot."""
    drawn = [_line(chart, index, each.values) for index, each in enumerate(chart.series)]
    return _svg(chart, Markup("").join(drawn))


def round_up(value: float) -> float:
    """Return a round number that is not below `value`: 1, 2, 4, 8, 10, 20, …"""
    power = 1.0
    while value > power * 8:
        power *= 10
    return next(power * each for each in (1, 2, 4, 8) if value <= power * each)


def _line(chart: Chart, index: int, values: Sequence[float | None]) -> Markup:
    step, path, dots = _step(chart), [], []
    for place, value in enumerate(values):
        if value is None:
            continue
        x, y = _n(_LEFT + step * (place + 0.5)), _n(_y(chart, value))
        follows = place > 0 and values[place - 1] is not None
        path.append(f"{'L' if follows else 'M'}{x} {y}")
        dots.append(Markup('<circle cx="{}" cy="{}" r="2.5"/>').format(x, y))
    drawn = Markup('<path d="{}" fill="none"/>').format(" ".join(path)) if path else Markup("")
    return Markup('<g class="line line-{}">{}{}</g>').format(index + 1, drawn, Markup("").join(dots))


def _svg(chart: Chart, drawn: Markup) -> Markup:
    return Markup(
        '<svg class="chart" viewBox="0 0 {w} {h}" role="img" aria-labelledby="{id}-title" aria-describedby="{id}-desc">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{desc}</desc>{grid}{drawn}{axis}</svg>'
    ).format(
        w=_WIDTH,
        h=_HEIGHT,
        id=chart.id,
        title=chart.title,
        desc=chart.description,
        grid=_grid(chart),
        drawn=drawn,
        axis=_axis(chart),
    )


def _grid(chart: Chart) -> Markup:
    rows = [chart.top * index / _LINES for index in range(_LINES + 1)]
    return Markup("").join(
        Markup(
            '<line class="grid" x1="{}" x2="{}" y1="{y}" y2="{y}"/><text class="scale" x="{}" y="{}">{}{}</text>'
        ).format(
            _LEFT,
            _WIDTH - _RIGHT,
            _LEFT - 4,
            _n(_y(chart, row) + 4),
            _n(row),
            chart.unit,
            y=_n(_y(chart, row)),
        )
        for row in rows
    )


def _axis(chart: Chart) -> Markup:
    step, every = _step(chart), -(-len(chart.labels) // _LABELS)
    return Markup("").join(
        Markup('<text class="tick" x="{}" y="{}">{}</text>').format(
            _n(_LEFT + step * (index + 0.5)), _HEIGHT - 8, label
        )
        for index, label in enumerate(chart.labels)
        if index % every == 0
    )


def _step(chart: Chart) -> float:
    return (_WIDTH - _LEFT - _RIGHT) / len(chart.labels)


def _y(chart: Chart, value: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - value / chart.top)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _range(values: Sequence[float | None], unit: str) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return "没有数据"
    return f"最低 {_n(min(known))}{unit}，最高 {_n(max(known))}{unit}"
