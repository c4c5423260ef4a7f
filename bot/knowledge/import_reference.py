"""What a file that is imported is measured by: the live release, and the release that the file came from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.business.faq import Department
from bot.business.studio.contents import Contents
from bot.knowledge.contents_files import read_contents
from bot.knowledge.entry_check import sayings_of
from bot.knowledge.outdated import Saying
from bot.knowledge.reader import KnowledgeError, fingerprint, read_departments
from bot.knowledge.yaml_nodes import Problems

_STAMP = re.compile("[0-9a-f]{12}")


@dataclass(frozen=True)
class Reference:
    """The live release: its folder, what editors can change in it, and what checks need. `stamp` is its content's hash."""

    folder: Path
    releases: Path
    region: str
    live: Contents
    departments: dict[str, Department]
    sayings: Sequence[Saying]
    stamp: str

    def department_names(self) -> dict[str, str]:
        """Return what departments are called, by code."""
        return {code: department.name for code, department in self.departments.items()}

    def base(self, stamp: str) -> Contents | None:
        """Return the contents of the release that a file names, None when there is no such release any more."""
        if stamp == self.stamp:
            return self.live
        if not _STAMP.fullmatch(stamp):  # it becomes part of a path
            return None
        try:
            return read_contents(self.releases / stamp, self.region)
        except (KnowledgeError, OSError, KeyError):
            return None


def reference_of(folder: Path, releases: Path, region: str, live: Contents) -> Reference:
    """Return the reference for the live release in `folder`. Raises KnowledgeError."""
    departments = read_departments(folder, Problems())
    return Reference(folder, releases, region, live, departments, sayings_of(folder), fingerprint(folder))
