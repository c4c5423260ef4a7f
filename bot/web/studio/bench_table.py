"""A batch's results as the page and the Excel file show them."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.business.studio.batch import Change, Got, Row, Verdict, change, counts, most_taught, verdict
from bot.knowledge.excel_sheets import Column, Sheet
from bot.web.studio.asked_view import Topics
from bot.web.studio.bench_releases import Tried
from bot.web.studio.bench_shelf import Batch
from bot.web.studio.bench_view import title_in

RESULT = (
    Column("line", "行", 6),
    Column("text", "句子", 60),
    Column("wanted", "应答主题", 30),
    Column("got", "现在会答", 44),
    Column("sure", "把握", 8),
    Column("verdict", "结果", 10),
)
COMPARED = (
    Column("other", "另一版会答", 44),
    Column("other_verdict", "另一版结果", 12),
    Column("change", "另一版比现在", 14),
)
NO_TOPIC = "不归我们管"
_KINDS = {
    "emergency": "当成紧急情况",
    "handoff": "转人工",
    "order_status": "查工单",
    "work_order": "登记工单",
    "chitchat": "寒暄",
    "repeat": "再说一遍",
}


def batch_view(batch: Batch, live: Tried, other: Tried | None, topics: Topics) -> dict[str, Any]:
    """Return a batch for the page."""
    mine, theirs = batch.got(live.name), batch.got(other.name) if other else None
    judged = [verdict(row.topic, found) for row, found in zip(batch.rows, mine, strict=True) if found]
    return {
        "file": batch.file,
        "total": len(batch.rows),
        "done": len(judged),
        "other_done": sum(each is not None for each in theirs) if theirs else None,
        "counts": counts(judged),
        "other_counts": counts(_judged(batch, theirs)) if theirs else None,
        "changes": _changes(batch, mine, theirs) if theirs else None,
        "taught": len(batch.taught),
        "spoilt": batch.spoilt,
        "most_taught": most_taught(len(batch.rows)),
        "rows": [row | {"number": n} for n, row in enumerate(_rows(batch, live, other, topics))],
    }


def result_sheet(
    batch: Batch, live: Tried, other: Tried | None, topics: Topics
) -> tuple[Sheet, list[dict[str, Any]]]:
    """Return the results as a sheet, in words."""
    sheet = Sheet("结果", RESULT + (COMPARED if other else ()))
    labels = {each.value: each.label for each in (*Verdict, *Change)}
    worded = ("verdict", "other_verdict", "change")
    rows = [
        row
        | {key: labels.get(row.get(key) or "", "") for key in worded}
        | {"sure": f"{row['sure']:.0%}" if row["sure"] is not None else ""}
        for row in _rows(batch, live, other, topics)
    ]
    return sheet, rows


def _judged(batch: Batch, found: list[Got | None]) -> Iterator[Verdict]:
    return (verdict(row.topic, each) for row, each in zip(batch.rows, found, strict=True) if each)


def _changes(batch: Batch, mine: list[Got | None], theirs: list[Got | None]) -> dict[str, int]:
    found = [
        change(row.topic, here, there)
        for row, here, there in zip(batch.rows, mine, theirs, strict=True)
        if here and there
    ]
    return {each.value: found.count(each) for each in Change}


def _rows(batch: Batch, live: Tried, other: Tried | None, topics: Topics) -> Iterator[dict[str, Any]]:
    theirs = batch.got(other.name) if other else [None] * len(batch.rows)
    taught = set(batch.taught)
    for n, (row, here, there) in enumerate(zip(batch.rows, batch.got(live.name), theirs, strict=True)):
        yield _row(row, topics) | {
            "got": said(here, live) if here else "",
            "sure": here.confidence if here and (here.topic or here.options) else None,
            "verdict": verdict(row.topic, here).value if here else None,
            "other": said(there, other) if there and other else "",
            "other_verdict": verdict(row.topic, there).value if there else None,
            "change": change(row.topic, here, there).value if here and there else None,
            "taught": n in taught,
        }


def _row(row: Row, topics: Topics) -> Mapping[str, Any]:
    title = topics.get(row.topic, {}).get("title", row.topic) if row.topic else NO_TOPIC
    return {"line": row.line, "text": row.text, "topic": row.topic, "wanted": title}


def said(found: Got, tried: Tried) -> str:
    """Return what a sentence gets, in a few words."""
    if found.topic:
        return title_in(tried, found.topic)
    if found.options:
        return "反问：" + "；".join(title_in(tried, each) for each in found.options)
    return _KINDS.get(found.kind, "没听懂，不回答")
