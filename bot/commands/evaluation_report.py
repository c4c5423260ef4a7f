"""The report of an evaluation: tables for the terminal, one page with charts that needs no network."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from rich.console import Console
from rich.table import Table

from bot.business.evaluation import KIND_NAMES

LABELS = {
    "topic_first": "首选主题正确",
    "topic_in_three": "答对或列在三个选项里",
    "in_three_when_asked_back": "反问时，正确的在选项里",
    "answered": "直接回答",
    "answered_wrong": "自信地答错（占全部问题）",
    "answers_wrong": "自信地答错（占全部回答）",
    "out_of_scope_answered": "范围以外的被当成政策问题回答",
    "handoff_recall": "要人工，听懂了",
    "emergency_recall": "紧急情况，听懂了",
    "work_order_recall": "要登记工单，听懂了",
    "order_status_recall": "查工单，听懂了",
    "repeat_recall": "要求重复，听懂了",
    "chitchat_recall": "寒暄，听懂了",
}
_TEMPLATE = Path(__file__).with_name("templates") / "evaluation.html"


def show(report: dict[str, Any], console: Console) -> None:
    """Print the report as tables."""
    figures = Table("指标", "结果", "基线")
    for name, (count, of) in report["shares"].items():
        if of:
            figures.add_row(LABELS[name], _share(count, of), _change(report, name))
    console.print(figures)
    for title in ("groups", "subjects"):
        table = Table("分组", "句数", "答对", "首选正确", "答对或列在选项里", "直接回答", "其中答错")
        for name, row in report[title].items():
            n = row["sentences"]
            cells = [_share(row[key], n) for key in ("right", "first_right", "right_or_offered", "answered")]
            table.add_row(
                _named(report, name), str(n), *cells, _share(row["answered_wrong"], row["answered"])
            )
        if report[title]:
            console.print(table)
    confused = Table("应该是", "当成了", "句数", "例句")
    for each in report["confused"]:
        pair = (_named(report, each["expect"]), _named(report, each["got"]))
        confused.add_row(*pair, str(each["count"]), each["example"])
    console.print(confused)


def page(report: dict[str, Any]) -> str:
    """Return the report as one HTML page; styles and charts are inside."""
    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters["share"] = lambda pair: _share(*pair)
    made.filters["named"] = lambda name: _named(report, name)
    template = made.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    return template.render(report=report, labels=LABELS, change=lambda name: _change(report, name))


def _named(report: dict[str, Any], name: str) -> str:
    """Return kinds and topics ("a/b" where either is right) as people call them."""
    titles = report.get("titles", {})
    return " / ".join(KIND_NAMES.get(each) or titles.get(each, each) for each in name.split("/"))


def _change(report: dict[str, Any], name: str) -> str:
    before = report.get("baseline", {}).get(name)
    if not before or not before[1]:
        return ""
    count, of = report["shares"][name]
    return f"{count / of - before[0] / before[1]:+.1%}" if of else ""


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.1%})" if whole else "0/0"
