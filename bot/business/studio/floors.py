"""What a release has to reach on the regression sentences before it may go live by itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Shares = Mapping[str, Sequence[int]]  # by name: count, of
Row = dict[str, Any]
_EXACT = 1e-9


@dataclass(frozen=True)
class Floors:
    """The floors. A share is between 0 and 1; "right" means that the best guess is the topic that was wanted.

    `overall_drop`: of 1,000 sentences five may be lost against the live release, for each training moves a few that stand
    on the border; more than that is not noise. In a small set one sentence is more: then a person looks.
    `overall_least`, from `overall_from` questions on: below it a citizen is better served by a person, however bad the
    live release is; in a smaller set the share says too little.
    `topic_drop`, but one sentence at least, for topics with `topic_from` sentences: a broken topic loses most of them,
    and is too small to be seen in the whole.
    Emergencies may lose none: there a miss can cost a life. Of the wishes for a person `handoff_drop` may be lost, one
    sentence at least: who isn't understood there is asked again and led to a person by the third time.
    `out_of_scope_more`: so many more sentences that are none of our business may get an answer; one stands on the border.
    `wrong_more`: answers that are wrong mislead, worse than asking back; as tight as the whole.
    `new_least`: a new topic has no earlier state; when fewer of its own questions are understood, each left out of the
    training, citizens who say it in yet another way won't be either.
    """

    overall_drop: float = 0.005
    overall_least: float = 0.85
    overall_from: int = 200
    topic_drop: float = 0.2
    topic_from: int = 5
    out_of_scope_more: int = 1
    wrong_more: float = 0.005
    new_least: float = 0.5
    handoff_drop: float = 0.01


def floor_rows(
    before: Shares, after: Shares, topics: Iterable[Row], new_topics: Iterable[Row], floors: Floors
) -> list[Row]:
    """Return each floor with its limit, its value and whether it holds; of the topics those alone that fail.

    `before`, `value` and `limit` are counts of `of` sentences.
    """
    rows = _overall(before, after, floors)
    for name, drop in (("emergency", None), ("handoff", floors.handoff_drop)):
        right, of = after[f"{name}_recall"]
        held = before[f"{name}_recall"][0]
        limit = held if drop is None else held - max(1, drop * of)
        rows += [_row(name, held, right, limit, of)] if of else []
    answered, of = after["out_of_scope_answered"]
    held = before["out_of_scope_answered"][0]
    most = held + floors.out_of_scope_more
    rows += [_row("out_of_scope", held, answered, most, of, most=True)] if of else []
    rows += [row for each in topics if (row := _topic(each, floors)) and not row["held"]]
    new = [
        _row("new_topic", None, each["right"], floors.new_least * each["of"], each["of"], each["topic"])
        for each in new_topics
    ]
    return rows + [row for row in new if not row["held"]]


def _overall(before: Shares, after: Shares, floors: Floors) -> list[Row]:
    right, of = after["topic_first"]
    if not of:
        return []
    held, wrong_held = before["topic_first"][0], before["answered_wrong"][0]
    most = wrong_held + floors.wrong_more * of
    rows = [_row("overall", held, right, held - floors.overall_drop * of, of)]
    if of >= floors.overall_from:
        rows.append(_row("overall_least", held, right, floors.overall_least * of, of))
    return [*rows, _row("answered_wrong", wrong_held, after["answered_wrong"][0], most, of, most=True)]


def _topic(counts: Row, floors: Floors) -> Row | None:
    of, held = counts["sentences"], counts["before"]
    if of < floors.topic_from:
        return None
    limit = held - max(1, floors.topic_drop * of)
    return _row("topic", held, counts["after"], limit, of, counts["topic"])


def _row(
    name: str,
    before: int | None,
    value: int,
    limit: float,
    of: int,
    topic: str | None = None,
    most: bool = False,
) -> Row:
    held = value <= limit + _EXACT if most else value >= limit - _EXACT
    numbers = {"before": before, "value": value, "limit": round(limit, 3), "of": of}
    return {"name": name, "topic": topic, **numbers, "most": most, "held": held}


def verdict(report: Mapping[str, Any]) -> list[str]:
    """Return why a release must not go live, a sentence for each floor that doesn't hold; [] when it may."""
    titles = report.get("titles") or {}
    return [_sentence(row, titles) for row in report["floors"] if not row["held"]]


def _sentence(row: Row, titles: Mapping[str, str]) -> str:
    before, value, limit, of = row["before"], row["value"], row["limit"], row["of"]
    name = titles.get(row["topic"], row["topic"])
    return {
        "overall": f"听懂的问题少了：{of} 句测试里，以前对 {before} 句，现在对 {value} 句（{_share(value, of)}，"
        f"不能低于 {_share(limit, of)}）。",
        "overall_least": f"{of} 句测试里只听懂 {value} 句（{_share(value, of)}），不到 {_share(limit, of)}。",
        "answered_wrong": f"答错的多了：{of} 句测试里，以前答错 {before} 句，现在答错 {value} 句（{_share(value, of)}，"
        f"不能高于 {_share(limit, of)}）。",
        "emergency": f"紧急情况漏了：{of} 句测试里，以前认出 {before} 句，现在认出 {value} 句。",
        "handoff": f"要找人工的漏了：{of} 句测试里，以前认出 {before} 句，现在认出 {value} 句。",
        "out_of_scope": f"不归我们管的也答了：{of} 句测试里，以前答了 {before} 句，现在答了 {value} 句。",
        "topic": f"“{name}”听不准了：{of} 句测试里，以前对 {before} 句，现在对 {value} 句。",
        "new_topic": f"新主题“{name}”还听不准：拿它自己的 {of} 句问法来试，只听懂 {value} 句。请再加几种不同的问法。",
    }[row["name"]]


def _share(count: float, of: int) -> str:
    return f"{100 * count / of:.1f}%"
