"""Drafts and differences as the editor's pages get them."""

from collections.abc import Iterable
from typing import Any

from bot.business.china import CHINA
from bot.business.studio.contents import Content, Kind, digest
from bot.business.studio.differences import Difference, differences
from bot.business.studio.draft import Draft
from bot.web.studio.entry_ground import Ground
from bot.web.studio.entry_training import needs_training


def draft_view(draft: Draft) -> dict[str, Any]:
    """Return a draft without its content."""
    return {
        "id": draft.id,
        "version": draft.version,
        "state": draft.state.value,
        "label": draft.state.label,
        "removes": draft.content is None,
        "by": draft.updated_by,
        "at": draft.updated_at.astimezone(CHINA).strftime("%m-%d %H:%M"),
        "note": draft.note,
        "review_note": draft.review_note,
        "release": draft.release,
    }


def entry_view(held: Ground, kind: Kind, key: str, review: bool) -> dict[str, Any]:
    """Return one entry for its editor: what is live, what its draft says, and what that changes."""
    draft, live = held.draft(kind, key), held.live.get(kind, key)
    content = draft.content if draft else live
    return {
        "kind": kind.value,
        "key": key,
        "content": content,
        "live": live,
        "draft": draft_view(draft) if draft else None,
        "base": draft.base if draft else digest(live),
        "outdated": draft is not None and draft.base != digest(live),
        "differences": named(held, differences(live, content)) if draft else [],
        "training": draft is not None and needs_training(held.live, [draft.change]),
        "review": review,
    }


def between(held: Ground, theirs: Content | None, mine: Content | None) -> list[dict[str, Any]]:
    """Return what differs between two people's states of an entry."""
    return named(held, differences(theirs, mine))


def named(held: Ground, found: Iterable[Difference]) -> list[dict[str, Any]]:
    """Return differences with names where the files have codes."""
    return [
        {
            "where": each.where,
            "before": _name(held, each.where, each.before),
            "after": _name(held, each.where, each.after),
        }
        for each in found
        if each.where != "分组"  # its title is told
    ]


def _name(held: Ground, where: str, said: str | None) -> str | None:
    if said is None:
        return None
    if where == "部门" and said in held.departments:
        return held.departments[said].name
    if where.startswith("本地值"):
        return str((held.known(Kind.VALUE, said) or {}).get("label") or said)
    return said
