"""Names that nobody has to think of: an id from a title's sound, the words of a form's places, entries without empty parts."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

LONGEST_KEY = 64
VALUE_PARTS = ("label", "value", "as_of", "source", "expires")
_STAYS_EMPTY = ("number", "article")  # of a source: the files say so themselves
_NOT_KEY = re.compile("[^a-z0-9]+")


def key_from(
    title: str, taken: Collection[str], syllables: Callable[[str], Sequence[str]], fallback: str
) -> str:
    """Return an id of a-z, 0-9 and _ that sounds as `title`, at most 64 long and not in `taken`."""
    parts = [part for each in syllables(title) if (part := _NOT_KEY.sub("", each.lower()))]
    whole = ""
    for part in parts or [fallback]:
        longer = f"{whole}_{part}" if whole else part[:LONGEST_KEY]
        if len(longer) > LONGEST_KEY:
            break
        whole = longer
    key, number = whole, 1
    while key in taken:
        number += 1
        end = f"_{number}"
        key = whole[: LONGEST_KEY - len(end)].rstrip("_") + end
    return key


def without_empty(value: Any) -> Any:
    """Return an entry without texts and lists that are empty; what stands in a list keeps its place."""
    if isinstance(value, Mapping):
        inside = {key: without_empty(each) for key, each in value.items()}
        return {
            key: each for key, each in inside.items() if each not in (None, "", []) or key in _STAYS_EMPTY
        }
    return [without_empty(each) for each in value] if isinstance(value, list | tuple) else value


def whole_value(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a local value with all its parts, None for what is empty: as the region's file has it."""
    return {part: _filled(content.get(part)) for part in VALUE_PARTS}


def _filled(value: Any) -> Any:
    value = value.strip() if isinstance(value, str) else value
    return None if value == "" else value
