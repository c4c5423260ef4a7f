"""Frozen copies of a knowledge base."""

import shutil
from pathlib import Path

from bot.knowledge.reader import read
from bot.knowledge.releases import Releases
from tests.integration.knowledge.excel_small import DATA, REGION


def test_a_knowledge_base_that_has_no_topic_yet_can_be_frozen_and_read(tmp_path: Path) -> None:
    """A new site begins with one: its first publication goes back to it."""
    empty = tmp_path / "knowledge"
    (empty / "faq").mkdir(parents=True)
    for folder in ("regions", "reference"):
        shutil.copytree(DATA / folder, empty / folder)
    (empty / "reference" / "openings.yml").unlink()
    releases = Releases(tmp_path / "releases", empty, REGION)
    name = releases.freeze(empty)
    assert read(releases.path(name), REGION).topics == {}
    assert releases.freeze(empty) == name
