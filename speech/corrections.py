"""Puts right what the recogniser mishears again and again: homophones of the words this hotline is about."""

import re
from pathlib import Path
from typing import Any

import yaml

from speech.errors import CorrectionsError


class Corrections:
    """A list of misheard words and what was meant; read-only, so it may be shared by all threads."""

    def __init__(self, meant: dict[str, str]) -> None:
        self._meant = dict(meant)
        longest_first = sorted(self._meant, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    @classmethod
    def load(cls, path: Path) -> "Corrections":
        """Return the list in a YAML file: `corrections`, a list of {heard, meant}.

        Raises CorrectionsError: unreadable, bad_entry, or twice when a heard word has two meanings.
        """
        try:
            document = yaml.safe_load(path.read_text(encoding="utf-8"))
            entries = document["corrections"]
        except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError) as error:
            raise CorrectionsError("unreadable", f"听错词表读不了：{path}") from error
        meant: dict[str, str] = {}
        for entry in entries:
            heard, word = _entry(entry)
            if heard in meant:
                raise CorrectionsError("twice", f"听错词表里“{heard}”出现了两次。")
            meant[heard] = word
        return cls(meant)

    def __len__(self) -> int:
        return len(self._meant)

    def apply(self, text: str) -> str:
        """Return `text` put right, longest entry first, in one pass: a correction isn't corrected again."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: self._meant[found.group()], text)


def _entry(entry: Any) -> tuple[str, str]:
    heard, meant = (entry.get("heard"), entry.get("meant")) if isinstance(entry, dict) else (None, None)
    if not isinstance(heard, str) or not isinstance(meant, str) or not heard.strip() or heard == meant:
        raise CorrectionsError("bad_entry", f"听错词表里有一条写得不对：{entry}")
    return heard, meant
