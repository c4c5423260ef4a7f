"""What was read from a form that knows less than YAML, put over what is there: only what says something else differs."""

from collections.abc import Mapping
from typing import Any

from bot.knowledge.excel_sheets import as_text

_EMPTY: tuple[object, ...] = (None, "", [])


def settled(new: Any, held: Any) -> Any:
    """Return `new`, with every part that says the same as in `held` as it stands there: its blanks, its order of keys."""
    if isinstance(new, Mapping) and isinstance(held, Mapping):
        return _settled_map(new, held)
    if isinstance(new, list) and isinstance(held, list):
        return _settled_list(new, held)
    if isinstance(new, Mapping | list) or isinstance(held, Mapping | list):
        return held if new in _EMPTY and held in _EMPTY else new
    if as_text(new) == as_text(held):
        return held
    block = isinstance(new, str) and new != "" and isinstance(held, str) and held.endswith("\n")
    return new + "\n" if block else new  # a text of several lines goes on being one in YAML


def _settled_map(new: Mapping[str, Any], held: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for key in dict.fromkeys([*held, *new]):
        if key in new and key in held:
            found[key] = settled(new[key], held[key])
        elif key in new:
            found[key] = new[key]
        elif held[key] in _EMPTY:
            found[key] = held[key]
    return found


def _settled_list(new: list[Any], held: list[Any]) -> list[Any]:
    if any(isinstance(each, Mapping | list) for each in (*new, *held)):
        return [settled(each, held[at]) if at < len(held) else each for at, each in enumerate(new)]
    known: dict[str, list[Any]] = {}
    for each in held:
        known.setdefault(as_text(each), []).append(each)
    return [known[said].pop(0) if known.get(said := as_text(each)) else each for each in new]
