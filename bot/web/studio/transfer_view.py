"""An upload as people read it before they decide: what would change, what is wrong, whose drafts are in the way."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.business.studio.differences import What, changed_entry
from bot.services.studio.importing import Held
from bot.services.studio.importing_plan import Planned
from bot.web.context import Context
from bot.web.studio.entry_ground import Ground
from bot.web.studio.publish_diff import entry_view, readable_ground
from bot.web.studio.releases_view import clock, name_of, names_of
from bot.web.studio.transfer_shelf import Shelved

_MOST_PLACES = 300  # of an entry; the rest is counted


def upload_view(shared: Context, shelved: Shelved) -> dict[str, Any]:
    """Return what the page shows of an upload."""
    plan = shelved.plan
    held = {each.planned.name: each for each in shared.services.importing.others(plan.chosen(True))}
    names, ground = names_of(shared.services.staff), readable_ground(shared)

    def views(entries: Iterable[Planned]) -> list[dict[str, Any]]:
        return [_entry(each, held.get(each.name), names, ground) for each in entries]

    return {
        "token": shelved.token,
        "file": shelved.file,
        "form": plan.form,
        "changes": views(plan.changes),
        "removals": views(plan.removals),
        "counts": _counts(plan.changes),
        "mistakes": plan.mistakes,
        "mistakes_kept": plan.mistakes_kept,
        "mistakes_removed": plan.mistakes_removed,
        "notices": plan.notices,
    }


def held_view(shared: Context, held: Iterable[Held]) -> list[dict[str, Any]]:
    """Return entries that could not become drafts, for the page's script."""
    names = names_of(shared.services.staff)
    return [
        {
            "name": each.planned.name,
            "title": each.planned.entry.title,
            "message": each.message,
            "by": name_of(names, each.draft.updated_by) if each.draft else "",
        }
        for each in held
    ]


def _entry(
    planned: Planned, held: Held | None, names: dict[str, str], ground: Ground | None
) -> dict[str, Any]:
    entry = planned.entry
    shown = replace(entry, differences=entry.differences[:_MOST_PLACES])
    return entry_view(shown, ground) | {
        "name": planned.name,
        "both": planned.both,
        "more": len(entry.differences) - len(shown.differences),
        "group": (planned.after or planned.before or {}).get("group_title"),
        "held": _held(planned, held, names, ground) if held else None,
    }


def _held(
    planned: Planned, held: Held, names: dict[str, str], ground: Ground | None
) -> dict[str, Any] | None:
    draft = held.draft
    if draft is None:
        return None
    other = changed_entry(planned.kind, planned.key, draft.content, planned.after)
    return {
        "by": name_of(names, draft.updated_by),
        "when": clock(draft.updated_at),
        "state": draft.state.label,
        "version": draft.version,
        "entry": entry_view(replace(other, differences=other.differences[:_MOST_PLACES]), ground),
    }


def _counts(changes: Iterable[Planned]) -> dict[str, int]:
    counted = Counter(each.entry.what for each in changes)
    return {what.value: counted[what] for what in What if counted[what]}
