"""Collects the sentences that callers may say from YAML files of questions and examples into one text.

python -m speech.training.collect data/faq data/nlu > var/sentences.txt
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

SENTENCES = Path(__file__).with_name("sentences.txt")

# Enough for both shapes without a YAML library: a list item, with Rasa's `[words](slot)` or `[words]{...}` marks.
_ITEM = re.compile(r"^\s*-\s+(?![\w]+:)(?P<text>.+?)\s*$")
_MARK = re.compile(r"\[(?P<words>[^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_QUESTION = re.compile(r"^\s*(?:-\s+)?(?:question|title|name):\s*(?P<text>.+?)\s*$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_UNSPOKEN = re.compile(
    r"[A-Za-z0-9]"
)  # how it is said isn't known, and leaving it out would join wrong neighbours
_LONGEST = 40  # characters; what is longer is an answer or a note, not what a caller says in one breath


def read_sentences(file: Path) -> list[str]:
    """Return the lines of a text file without its comments and empty lines."""
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def collect(folders: Iterable[Path]) -> list[str]:
    """Return every short Chinese list item and question in the `*.yml` files of `folders`, each once."""
    files = sorted(file for folder in folders for file in folder.glob("*.yml"))
    found = (text for file in files for text in _texts(file.read_text(encoding="utf-8")))
    return list(dict.fromkeys(found))


def _texts(document: str) -> Iterable[str]:
    for line in document.splitlines():
        match = _ITEM.match(line) or _QUESTION.match(line)
        if match is None:
            continue
        text = _MARK.sub(lambda mark: mark["words"], match["text"]).strip("'\"")
        if _HAN.search(text) and not _UNSPOKEN.search(text) and len(text) <= _LONGEST:
            yield text


if __name__ == "__main__":
    print("\n".join(collect(Path(folder) for folder in sys.argv[1:])))
