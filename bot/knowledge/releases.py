"""Releases: frozen copies of a knowledge base, and the one pointer that says which is active."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.business.faq import KnowledgeBase
from bot.knowledge.reader import KnowledgeError, Memory, fingerprint, knowledge_files, read


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
        name = self.active()
        return self._shipped if name is None else self._folder / name

    def freeze(self, source: Path, memory: Memory | None = None) -> str:
        """Copy the knowledge base in `source` into a release and return its name; `memory` as for `read`.

        Raises KnowledgeError, with nothing written, when it has problems.
        """
        read(source, self._region, memory)
        with self.draft() as draft:
            copy(source, draft)
            return self.adopt(draft)

    @contextmanager
    def draft(self) -> Iterator[Path]:
        """Give an empty folder beside the releases; what is left of it afterwards is thrown away."""
        self._folder.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".draft-", dir=self._folder))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def adopt(self, draft: Path) -> str:
        """Make a draft that was checked a release and return its name; the same content is the same release."""
        name = fingerprint(draft)
        if not (self._folder / name).exists():
            draft.replace(self._folder / name)
        return name

    def drafts(self) -> list[Path]:
        """Return what was left half written."""
        return list(self._folder.glob(".draft-*"))

    def path(self, name: str) -> Path:
        """Return the folder of a release, whether it is there or not."""
        return self._folder / name

    def active(self) -> str | None:
        """Return the name of the active release; None while the shipped knowledge base is in use."""
        try:
            return (self._folder / "active").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None

    def prepare(self, name: str | None) -> None:
        """Tell the understanding which release comes next, so that it can load beside; None: none does."""
        if name is None:
            (self._folder / "next").unlink(missing_ok=True)
        else:
            self._point("next", name)

    def activate(self, name: str) -> None:
        """Make the release `name` the active one, in one step that readers see whole."""
        if not (self._folder / name).is_dir():
            raise FileNotFoundError(f"没有发布版 {name}")
        self._point("active", name)

    def _point(self, pointer: str, name: str) -> None:
        draft = self._folder / f".{pointer}"
        draft.write_text(name + "\n", encoding="utf-8")
        os.replace(draft, self._folder / pointer)


def copy(source: Path, target: Path) -> None:
    """Copy the files of the knowledge base in `source` below `target`, byte for byte; one without topics stays one."""
    (target / "faq").mkdir(parents=True, exist_ok=True)
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
        self._memory = Memory()
        self._stamp: tuple[object, ...] = ()

    def current(self) -> KnowledgeBase:
        """Return the active knowledge base. A change that has problems is left aside; the last good one serves on."""
        folder = self._releases.active_folder()
        stamp = (
            folder,
            *((path, path.stat().st_mtime_ns) for path in knowledge_files(folder) if path.exists()),
        )
        if self._base is None:
            self._base = read(folder, self._region, self._memory)
        elif stamp != self._stamp:
            self._base = self._read_or_keep(folder, self._base)
        self._stamp = stamp
        return self._base

    def _read_or_keep(self, folder: Path, held: KnowledgeBase) -> KnowledgeBase:
        try:
            return read(folder, self._region, self._memory)
        except (
            KnowledgeError,
            OSError,
        ):  # with mistakes, or deleted by hand: what was read before still serves
            return held
