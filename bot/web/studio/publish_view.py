"""The open drafts as the page shows them: where each stands, what it changes, what publishing it needs."""

import math
from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

from bot.business.staff import Staff
from bot.business.studio.contents import digest
from bot.business.studio.differences import changed_entry
from bot.business.studio.draft import Draft, DraftState
from bot.business.studio.release import Release
from bot.web.studio.entry_ground import Ground
from bot.web.studio.entry_training import needs_training
from bot.web.studio.publish_diff import entry_view
from bot.web.studio.releases_view import clock, name_of

SECTIONS = (
    ("in_review", DraftState.IN_REVIEW.label),
    ("ready", DraftState.APPROVED.label),
    ("timed", "已定时"),
    ("publishing", "发布中"),
    ("editing", DraftState.EDITING.label),
)
_USUAL_S = 30.0  # the training of a whole knowledge base, before any was measured here
_MEASURED = 5


def sections(held: Ground, staff: Staff, names: Mapping[str, str], review: bool) -> list[dict[str, Any]]:
    """Return the sections that have drafts; `review`: a second person has to approve."""
    rows = [_row(draft, held, staff, names, review) for draft in held.drafts.values()]
    listed = [(name, title, [row for row in rows if row["section"] == name]) for name, title in SECTIONS]
    return [{"name": name, "title": title, "drafts": found} for name, title, found in listed if found]


def training_seconds(releases: Iterable[Release]) -> int:
    """Return about how long a release takes that needs training, by the last that did; a whole ten seconds."""
    took = [
        (each.live_at - each.created_at).total_seconds()
        for each in releases
        if each.trained and each.live_at is not None and each.overruled_by is None
    ]
    return 10 * math.ceil((median(took[:_MEASURED]) if took else _USUAL_S) / 10)


def _row(draft: Draft, held: Ground, staff: Staff, names: Mapping[str, str], review: bool) -> dict[str, Any]:
    live = held.live.get(draft.kind, draft.key)
    section, outdated = _section(draft), draft.base != digest(live)
    publishable = section in ("ready", "timed") or (section == "editing" and not review)
    return entry_view(changed_entry(draft.kind, draft.key, live, draft.content), held) | {
        "draft": draft,
        "section": section,
        "group": str((draft.content or live or {}).get("group_title") or draft.kind.label),
        "who": "、".join(name_of(names, each) for each in draft.editors),
        "when": clock(draft.updated_at),
        "reviewer": name_of(names, draft.reviewer),
        "publish_at": clock(draft.publish_at),
        "own": staff.username in draft.editors,
        "outdated": outdated,
        "trains": needs_training(held.live, [draft.change]),
        "selectable": publishable and not outdated,
    }


def _section(draft: Draft) -> str:
    if draft.release is not None:
        return "publishing"
    if draft.state is DraftState.APPROVED:
        return "timed" if draft.publish_at else "ready"
    return draft.state.value
