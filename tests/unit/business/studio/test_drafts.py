"""The life of a draft: who may do what to it, and when."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from bot.business.errors import NotAllowed
from bot.business.studio.contents import Change, Contents, Kind
from bot.business.studio.draft import (
    OPEN,
    Draft,
    DraftState,
    approved,
    discarded,
    edited,
    rejected,
    submitted,
)

THEN = datetime(2026, 11, 26, 1, tzinfo=timezone.utc)
NOW = THEN + timedelta(hours=2)
S = DraftState


def draft(state: DraftState = S.EDITING, **values: Any) -> Draft:
    held = Draft(
        "d", Kind.TOPIC, "fish", {"title": "捕鱼许可"}, "0" * 16, state, 3, ("li",), THEN, THEN, "li"
    )
    return replace(held, **values)


MOVES: dict[str, Callable[[Draft], Draft]] = {
    "edited": lambda held: edited(held, {"title": "新"}, "wang", NOW),
    "submitted": lambda held: submitted(held, "更正", "wang", NOW, True),
    "submitted without review": lambda held: submitted(held, "更正", "wang", NOW, False),
    "approved": lambda held: approved(held, "好", "zhao", NOW),
    "rejected": lambda held: rejected(held, "日期不对", "zhao", NOW),
    "discarded": lambda held: discarded(held, "wang", NOW),
}
TABLE = {
    (S.EDITING, "edited"): S.EDITING,
    (S.IN_REVIEW, "edited"): S.EDITING,
    (S.APPROVED, "edited"): S.EDITING,
    (S.EDITING, "submitted"): S.IN_REVIEW,
    (S.EDITING, "submitted without review"): S.APPROVED,
    (S.IN_REVIEW, "approved"): S.APPROVED,
    (S.IN_REVIEW, "rejected"): S.EDITING,
    (S.EDITING, "discarded"): S.DISCARDED,
    (S.IN_REVIEW, "discarded"): S.DISCARDED,
    (S.APPROVED, "discarded"): S.DISCARDED,
}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("move", MOVES)
def test_every_move_from_every_state(state: DraftState, move: str) -> None:
    held = draft(state)
    expected = TABLE.get((state, move))
    if expected is None:
        with pytest.raises(NotAllowed, match=state.label):
            MOVES[move](held)
    else:
        moved = MOVES[move](held)
        assert (moved.state, moved.version) == (expected, 4)  # whoever saw version 3 has to look again


@pytest.mark.parametrize("move", ["edited", "discarded"])
def test_nothing_changes_while_a_release_takes_it_along(move: str) -> None:
    with pytest.raises(NotAllowed, match="第 7 版"):
        MOVES[move](draft(S.APPROVED, release=7))


def test_editing_takes_approval_and_the_moment_away_and_remembers_who_wrote() -> None:
    held = draft(S.APPROVED, reviewer="zhao", publish_at=NOW)
    moved = edited(held, {"title": "新"}, "wang", NOW)
    assert (moved.reviewer, moved.publish_at, moved.editors) == (None, None, ("li", "wang"))
    assert (moved.content, moved.updated_by, moved.updated_at, moved.created_at) == (
        {"title": "新"},
        "wang",
        NOW,
        THEN,
    )
    assert edited(moved, {"title": "再"}, "li", NOW).editors == ("li", "wang")


@pytest.mark.parametrize("editor", ["li", "wang"])
def test_nobody_approves_what_they_wrote_in(editor: str) -> None:
    held = draft(S.IN_REVIEW, editors=("li", "wang"))
    with pytest.raises(NotAllowed, match="另一位同事") as refused:
        approved(held, "", editor, NOW)
    assert refused.value.code == "own_draft"
    assert rejected(held, "还要改", editor, NOW).state is S.EDITING  # taking it back is no approval


def test_a_review_says_who_when_and_what_and_is_no_edit() -> None:
    moved = approved(draft(S.IN_REVIEW), "看过文件", "zhao", NOW)
    assert (moved.reviewer, moved.reviewed_at, moved.review_note) == ("zhao", NOW, "看过文件")
    assert (moved.updated_by, moved.updated_at) == ("li", THEN)


def test_what_a_draft_was_handed_in_for_is_kept() -> None:
    moved = submitted(draft(), "局里来电更正", "li", NOW, True)
    assert (moved.note, rejected(moved, "不对", "zhao", NOW).note) == ("局里来电更正", "局里来电更正")


def test_open_states_are_those_that_can_still_go_live() -> None:
    assert frozenset({S.EDITING, S.IN_REVIEW, S.APPROVED}) == OPEN


def test_its_change_writes_over_adds_or_takes_away() -> None:
    contents = Contents({"fish": {"title": "旧"}, "tree": {"title": "采伐"}}, {})
    assert draft().change == Change(Kind.TOPIC, "fish", {"title": "捕鱼许可"})
    assert contents.changed([draft().change]).topics["fish"] == {"title": "捕鱼许可"}
    assert list(contents.changed([draft(content=None).change]).topics) == ["tree"]
    assert list(contents.changed([draft(key="new").change]).topics) == ["fish", "tree", "new"]
