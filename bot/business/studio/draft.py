"""A change that is being worked on: one open draft for each topic or local value, edited by whoever has to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from bot.business.errors import NotAllowed
from bot.business.studio.contents import Change, Kind


class DraftState(Enum):
    """Where a draft stands."""

    EDITING = "editing"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    DISCARDED = "discarded"

    @property
    def label(self) -> str:
        """Return the state as people read it."""
        return _LABELS[self]


_LABELS = {
    DraftState.EDITING: "编辑中",
    DraftState.IN_REVIEW: "待审核",
    DraftState.APPROVED: "可发布",
    DraftState.PUBLISHED: "已发布",
    DraftState.DISCARDED: "已放弃",
}
OPEN = frozenset({DraftState.EDITING, DraftState.IN_REVIEW, DraftState.APPROVED})


@dataclass(frozen=True)
class Draft:
    """A topic or value as it shall be. `content` None: it shall be taken away.

    `base` is the digest of the live content that it began from (None: there was none); `version` counts up with each
    change, and a change names the version it was made on. `editors` are all who wrote in it. `release` is the number
    of the release that takes it along.
    """

    id: str
    kind: Kind
    key: str
    content: Mapping[str, Any] | None
    base: str | None
    state: DraftState
    version: int
    editors: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    updated_by: str
    note: str = ""
    reviewer: str | None = None
    reviewed_at: datetime | None = None
    review_note: str = ""
    publish_at: datetime | None = None
    release: int | None = None

    @property
    def change(self) -> Change:
        """Return what it changes."""
        return Change(self.kind, self.key, self.content)


def edited(draft: Draft, content: Mapping[str, Any] | None, by: str, now: datetime) -> Draft:
    """Return the draft with other content; whatever was approved has to be approved anew."""
    _check_open(draft)
    editors = tuple(dict.fromkeys((*draft.editors, by)))
    return _moved(
        draft, DraftState.EDITING, by, now, content=content, editors=editors, reviewer=None, publish_at=None
    )


def submitted(draft: Draft, note: str, by: str, now: datetime, review: bool) -> Draft:
    """Return the draft handed in with what it is for; without `review` it may be published at once."""
    if draft.state is not DraftState.EDITING:
        raise NotAllowed("state", f"这份草稿现在是“{draft.state.label}”，不能再提交。")
    return _moved(draft, DraftState.IN_REVIEW if review else DraftState.APPROVED, by, now, note=note)


def approved(draft: Draft, note: str, by: str, now: datetime) -> Draft:
    """Return the draft approved by a second person. Raises NotAllowed for who wrote in it."""
    _check_in_review(draft)
    if by in draft.editors:
        raise NotAllowed("own_draft", "自己改的内容要请另一位同事审核。")
    return _reviewed(draft, DraftState.APPROVED, note, by, now)


def rejected(draft: Draft, note: str, by: str, now: datetime) -> Draft:
    """Return the draft given back with the reason."""
    _check_in_review(draft)
    return _reviewed(draft, DraftState.EDITING, note, by, now)


def discarded(draft: Draft, by: str, now: datetime) -> Draft:
    """Return the draft given up; what is live stays as it is."""
    _check_open(draft)
    return _moved(draft, DraftState.DISCARDED, by, now)


def _check_open(draft: Draft) -> None:
    if draft.state not in OPEN:
        raise NotAllowed("state", f"这份草稿{draft.state.label}，不能再改。")
    if draft.release is not None:
        raise NotAllowed("publishing", f"这份草稿正在随第 {draft.release} 版发布，等它结束再改。")


def _check_in_review(draft: Draft) -> None:
    if draft.state is not DraftState.IN_REVIEW:
        raise NotAllowed("state", f"这份草稿现在是“{draft.state.label}”，不用审核。")


def _reviewed(draft: Draft, state: DraftState, note: str, by: str, now: datetime) -> Draft:
    return replace(
        draft, state=state, reviewer=by, reviewed_at=now, review_note=note, version=draft.version + 1
    )


def _moved(draft: Draft, state: DraftState, by: str, now: datetime, **values: Any) -> Draft:
    return replace(draft, state=state, version=draft.version + 1, updated_at=now, updated_by=by, **values)
