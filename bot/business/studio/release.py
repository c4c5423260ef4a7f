"""A release: a frozen knowledge base with the understanding that was trained for it, and how it came to go live."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any


class ReleaseState(Enum):
    """Where a release stands."""

    PREPARING = "preparing"
    TRAINING = "training"
    BLOCKED = "blocked"
    FAILED = "failed"
    LIVE = "live"
    RETIRED = "retired"
    ABANDONED = "abandoned"

    @property
    def label(self) -> str:
        """Return the state as people read it."""
        return _LABELS[self]


_LABELS = {
    ReleaseState.PREPARING: "准备中",
    ReleaseState.TRAINING: "训练中",
    ReleaseState.BLOCKED: "没有过关",
    ReleaseState.FAILED: "没有成功",
    ReleaseState.LIVE: "正在使用",
    ReleaseState.RETIRED: "以前用过",
    ReleaseState.ABANDONED: "已放弃",
}
BUSY = frozenset({ReleaseState.PREPARING, ReleaseState.TRAINING})


@dataclass(frozen=True)
class Release:
    """A release. `folder` names its content (the folder's hash); the same content may be released again.

    `changes`: one {kind, key, before, after, editors, reviewer, note} for each draft that it took along. `report`: what
    `regression` found, None when no training was needed. `problem`: why it failed or was stopped, for people.
    """

    number: int
    folder: str | None
    parent: int | None
    state: ReleaseState
    created_at: datetime
    created_by: str
    note: str
    changes: tuple[Mapping[str, Any], ...] = ()
    trained: bool = False
    progress: float = 0.0
    stage: str = ""
    report: Mapping[str, Any] | None = None
    problem: str | None = None
    live_at: datetime | None = None
    overruled_by: str | None = None
    reason: str = ""
