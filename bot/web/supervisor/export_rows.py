"""A report as rows for spreadsheets: each figure with its denominator and with what was left out."""

from collections.abc import Iterator

from bot.business.china import CHINA
from bot.business.rates.rate import Rate
from bot.business.statistics.report import Report, Section
from bot.business.statistics.tables import Cell, Line, Table
from bot.web.supervisor.words import TOO_FEW, counts

Row = tuple[object, ...]
HEAD: Row = (
    "栏目",
    "分类",
    "名称",
    "指标",
    "分子",
    "分母",
    "比率(%)",
    "95%下限(%)",
    "95%上限(%)",
    "不计入",
    "说明",
)
WAITING_HEAD: Row = ("栏目", "接入人数", "一半人等待(秒)", "九成人等待(秒)", "不计入")
DAY_HEAD: Row = (
    "时间",
    "登记工单",
    "人工接入人数",
    "一半人等待(秒)",
    "九成人等待(秒)",
    "机器人独立解决",
    "机器人会话",
    "不计入",
)
_EMPTY: Row = (None,) * 5


def sheets(report: Report) -> dict[str, list[Row]]:
    """Return all of a report, by the name of the sheet."""
    return {
        "说明": _about(report),
        "指标": [HEAD, *(row for section in report.sections for row in _of_section(section))],
        "等待时间": [WAITING_HEAD, *_waiting(report)],
        "按承办单位": [HEAD, *_of_table(report.by_unit)],
        "按事项类别": [HEAD, *_of_table(report.by_category)],
        "逐日": [DAY_HEAD, *_of_points(report)],
    }


def _about(report: Report) -> list[Row]:
    made = report.made_at.astimezone(CHINA)
    return [
        ("统计期间", report.period.label),
        ("生成时间", f"{made:%Y-%m-%d %H:%M}（北京时间）"),
        ("区间", "95% 置信区间（Wilson）"),
        ("小样本", f"按单位、类别分组时，分母{TOO_FEW}"),
        ("顺序", "按名称排列，不是排名"),
        *((section.title, section.basis) for section in report.sections),
    ]


def _of_section(section: Section) -> Iterator[Row]:
    for rate in section.rates:
        yield (
            section.title,
            "",
            "全部",
            rate.label,
            *_figures(rate),
            counts(rate.excluded),
            counts(rate.notes),
        )


def _of_table(table: Table) -> Iterator[Row]:
    for block in table.blocks:
        for line in (*block.lines, block.together):
            yield from _of_line(table, block.peers, line)
    for column, left in table.left_out:
        yield (table.title, "", "未列入", column, *_EMPTY, counts(left), "")


def _of_line(table: Table, peers: str, line: Line) -> Iterator[Row]:
    for column, cell in zip(table.columns, line.cells, strict=True):
        if cell is not None:
            yield (table.title, peers, line.name, column, *_of_cell(cell))


def _of_cell(cell: Cell) -> Row:
    if cell.rate is None:
        return (None, cell.whole, None, None, None, "", TOO_FEW)
    return (*_figures(cell.rate), counts(cell.rate.excluded), counts(cell.rate.notes))


def _figures(rate: Rate) -> Row:
    if rate.value is None or rate.interval is None:
        return (rate.part, rate.whole, None, None, None)
    return (rate.part, rate.whole, *(round(each * 100, 2) for each in (rate.value, *rate.interval)))


def _waiting(report: Report) -> Iterator[Row]:
    for section in report.sections:
        waited = section.waiting
        if waited is not None:
            yield (section.title, waited.answered, waited.p50, waited.p90, counts(waited.excluded))


def _of_points(report: Report) -> Iterator[Row]:
    for point in report.points:
        waited, robot = point.waiting, point.containment
        figures = (waited.answered, waited.p50, waited.p90, robot.part, robot.whole)
        yield (point.span.label, point.orders, *figures, counts(robot.excluded))
