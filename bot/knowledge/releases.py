"""Releases: frozen copies of a knowledge base, and the one pointer that says which is active."""

import os
import shutil
import tempfile
from pathlib import Path

from bot.business.faq import KnowledgeBase
from bot.knowledge.reader import KnowledgeError, fingerprint, knowledge_files, read


class Releases:
    """The releases below one folder. Without any, the shipped knowledge base is the active one.

    A release is a folder named by its content; activating, and rolling back, is moving the pointer file `active`.
    """

    def __init__(self, folder: Path, shipped: Path, region: str) -> None:
        self._folder = folder
        self._shipped = shipped
        self._region = region

    def active_folder(self) -> Path:
        """Return the folder of the active release."""
        try:
            name = (self._folder / "active").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return self._shipped
        return self._folder / name

    def freeze(self, source: Path) -> str:
        """Copy the knowledge base in `source` into a release and return its name.

        Raises KnowledgeError, with nothing written, when it has problems.
        """
        read(source, self._region)
        name = fingerprint(source)
        target = self._folder / name
        if not target.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=self._folder))
            copy(source, draft)
            draft.replace(target)
        return name

    def activate(self, name: str) -> None:
        """Make the release `name` the active one, in one step that readers see whole."""
        if not (self._folder / name).is_dir():
            raise FileNotFoundError(f"没有发布版 {name}")
        draft = self._folder / ".active"
        draft.write_text(name + "\n", encoding="utf-8")
        os.replace(draft, self._folder / "active")


def copy(source: Path, target: Path) -> None:
    """Copy the files of the knowledge base in `source` below `target`, byte for byte."""
    for path in knowledge_files(source):
        copied = target / path.relative_to(source)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copied)


class ActiveKnowledge:
    """The active knowledge base, read again as soon as its files or the pointer change."""

    def __init__(self, releases: Releases, region: str) -> None:
        self._releases = releases
        self._region = region
        self._base: KnowledgeBase | None = None
        self._stamp: tuple[object, ...] = ()

    def current(self) -> KnowledgeBase:
        """Return the active knowledge base. A change that has problems is left aside; the last good one serves on."""
        folder = self._releases.active_folder()
        stamp = (
            folder,
            *((path, path.stat().st_mtime_ns) for path in knowledge_files(folder) if path.exists()),
        )
        if self._base is None:
            self._base = read(folder, self._region)
        elif stamp != self._stamp:
            self._base = _read_or_keep(folder, self._region, self._base)
        self._stamp = stamp
        return self._base


def _read_or_keep(folder: Path, region: str, held: KnowledgeBase) -> KnowledgeBase:
    try:
        return read(folder, region)
    except KnowledgeError:
        return held
