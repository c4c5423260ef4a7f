"""A release and its report as people read them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.business.china import CHINA
from bot.business.evaluation import KIND_NAMES
from bot.business.studio.regression import verdict
from bot.business.studio.release import BUSY, Release, ReleaseState
from bot.services.staff import StaffService

_CHANGES = {"worse": "变差", "better": "变好", "other": "换了"}


def names_of(staff: StaffService) -> dict[str, str]:
    """Return what each account is called."""
    return {each.username: each.display_name for each in staff.list()} | {"system": "系统"}


def name_of(names: Mapping[str, str], username: str | None) -> str:
    """Return what an account is called; "" for none."""
    return names.get(username or "", username or "")


def clock(moment: datetime | None) -> str:
    """Return a moment as the clock in China shows it; "" for none."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}" if moment else ""


def release_view(release: Release, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a release for the templates."""
    report = release.report
    return {
        "release": release,
        "number": release.number,
        "state": release.state.label,
        "busy": release.state in BUSY,
        "blocked": release.state is ReleaseState.BLOCKED,
        "returnable": release.state is ReleaseState.RETIRED and release.folder is not None,
        "when": clock(release.live_at or release.created_at),
        "who": name_of(names, release.created_by),
        "overruled_by": name_of(names, release.overruled_by),
        "titles": [_changed_title(each) for each in release.changes],
        "accuracy": _share(*report["shares"]["after"]["topic_first"]) if report else "",
        "report": report_view(report) if report else None,
    }


def progress_view(release: Release) -> dict[str, Any]:
    """Return how far a release is, as JSON."""
    return {
        "number": release.number,
        "state": release.state.value,
        "label": release.state.label,
        "busy": release.state in BUSY,
        "stage": release.stage or release.state.label,
        "progress": release.progress,
        "problem": release.problem,
    }


def report_view(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return a report of `regression` with titles for ids and words for kinds."""
    titles = report.get("titles") or {}
    return {
        "reasons": verdict(report),
        "sentences": report["sentences"],
        "counts": report["counts"],
        "groups": [row | {"name": KIND_NAMES.get(row["name"], row["name"])} for row in report["groups"]],
        "topics": [row | {"title": _title(titles, row["topic"])} for row in report["topics"]],
        "new_topics": [row | {"title": _title(titles, row["topic"])} for row in report["new_topics"]],
        "removed": [row | {"title": _title(titles, row["topic"])} for row in report["removed"]],
        "moved": [_moved(row, titles) for row in report["moved"]],
        "moved_more": report["moved_more"],
        "worse": sum(row["change"] == "worse" for row in report["moved"]),
    }


def _moved(row: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, str]:
    expected = row["expected"]
    wanted = "或".join(_title(titles, topic) for topic in expected["topics"])
    return {
        "text": row["text"],
        "expected": wanted or KIND_NAMES.get(expected["kind"], "不是问题"),
        "before": _got(row["before"], titles),
        "after": _got(row["after"], titles),
        "change": _CHANGES[row["change"]],
        "class": row["change"],
    }


def _got(got: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    if got["topic"]:
        return _title(titles, got["topic"])
    options = "；".join(_title(titles, topic) for topic in got["options"])
    kind = KIND_NAMES.get(got["kind"], "没听懂")
    return f"{kind}：{options}" if options else kind


def _title(titles: Mapping[str, str], topic: str) -> str:
    return titles.get(topic, topic)


def _changed_title(change: Mapping[str, Any]) -> str:
    content = change.get("after") or change.get("before") or {}
    return str(content.get("title") or content.get("label") or change["key"])


def _share(count: int, of: int) -> str:
    return f"{100 * count / of:.1f}%" if of else ""
