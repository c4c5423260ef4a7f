"""A changed entry as people read it: what stood there and what shall stand there, the differing words marked."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from bot.business.studio.contents import Kind
from bot.business.studio.differences import ChangedEntry
from bot.knowledge.reader import KnowledgeError
from bot.web.context import Context
from bot.web.studio.entry_ground import Ground, ground
from bot.web.studio.entry_views import named

_LONGEST = 3000  # characters; beyond it comparing takes longer than reading both
_ALIKE = 0.4  # below it marked pieces would be confetti
_BRIDGE = 2  # characters alike between two changes that belong to the same word
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*%?|[A-Za-z]+|.", re.DOTALL)  # a number changes as a whole

Pieces = list[tuple[str, bool]]  # text, whether it differs


def readable_ground(shared: Context) -> Ground | None:
    """Return what is live, or None when its files can't be read: a history can be read all the same."""
    try:
        return ground(shared)
    except (KnowledgeError, OSError):
        return None


def entry_view(entry: ChangedEntry, held: Ground | None) -> dict[str, Any]:
    """Return a changed entry for the templates, each place with the pieces of text before and after."""
    rows = named(held, entry.differences) if held else [vars(each) for each in entry.differences]
    return {
        "kind": entry.kind,
        "key": entry.key,
        "title": entry.title,
        "what": entry.what.value,
        "rows": [_row(**each) for each in rows],
        "edit": f"/admin/faq/entries/{entry.key}" if entry.kind is Kind.TOPIC else "/admin/faq/values",
        "history": f"/admin/faq/history/{entry.kind.value}/{entry.key}",
    }


def _row(where: str, before: str | None, after: str | None) -> dict[str, Any]:
    old, new = marked(before, after)
    return {"where": where, "before": old, "after": new}


def marked(before: str | None, after: str | None) -> tuple[Pieces | None, Pieces | None]:
    """Return both texts cut into pieces that are alike and pieces that differ."""
    if before is None or after is None or len(before) + len(after) > _LONGEST:
        return _all(before), _all(after)
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return _all(before), _all(after)
    same = [block for block in matcher.get_matching_blocks() if block.size > _BRIDGE]
    ours = _pieces(old, [(block.a, block.size) for block in same])
    return ours, _pieces(new, [(block.b, block.size) for block in same])


def _all(text: str | None) -> Pieces | None:
    return None if text is None else [(text, True)]


def _pieces(tokens: list[str], same: Iterable[tuple[int, int]]) -> Pieces:
    pieces, at = [], 0
    for start, size in [*same, (len(tokens), 0)]:
        pieces += [("".join(tokens[at:start]), True), ("".join(tokens[start : start + size]), False)]
        at = start + size
    return [piece for piece in pieces if piece[0]]
