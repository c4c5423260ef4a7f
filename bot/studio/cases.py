"""The regression sentences: those in files (JSONL, as `hotline evaluate` reads them) and those the site keeps itself."""

import json
import logging
from collections.abc import Iterable
from pathlib import Path

from bot.business.evaluation import Case, read_case
from bot.business.studio.asked import TestSentence

log = logging.getLogger(__name__)


def cases_in(folder: Path) -> list[Case]:
    """Return the sentences of all files in `folder`; a line that makes no sense is noted and left out."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                found += [read_case(json.loads(line))] if line.strip() else []
            except (ValueError, TypeError, AttributeError) as error:
                log.warning("%s:%s is no regression sentence: %s", path.name, number, error)
    return found


def case_of(sentence: TestSentence) -> Case:
    """Return a sentence of the site as a case."""
    kind = "faq" if sentence.topic else "out_of_scope"
    topics = frozenset({sentence.topic}) if sentence.topic else frozenset()
    return Case(f"site:{sentence.id}", sentence.text, sentence.channel, kind, topics)


def all_cases(folder: Path, own: Iterable[TestSentence]) -> list[Case]:
    """Return all regression sentences, each text once; the site's own word counts where both have it."""
    by_text = {case.text: case for case in (*cases_in(folder), *map(case_of, own))}
    return list(by_text.values())
