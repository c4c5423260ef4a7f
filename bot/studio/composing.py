"""From drafts to a frozen folder: the live contents with what the drafts change, checked as a whole."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.business.faq import KnowledgeBase
from bot.business.studio.contents import Change, Contents, Kind
from bot.business.studio.release import Release
from bot.knowledge.contents_files import read_contents, write_contents
from bot.knowledge.live_contents import LiveContents
from bot.knowledge.reader import KnowledgeError, read
from bot.knowledge.releases import Releases
from bot.knowledge.topic_files import Memory
from bot.services.studio.publishing import PublishingService
from bot.studio.understandings import Understandings

UNDERSTANDING = "understanding"  # a release's file that names its understanding; bot.nlu.live_model reads it
_MOST_TOLD = 10


class NotComposed(Exception):
    """The knowledge base with these changes can't be used; the message says why, for people."""


@dataclass(frozen=True)
class Composed:
    """A frozen release beside the live one: folder, knowledge base, and the name of the understanding that belongs to it."""

    folder: str
    path: Path
    base: KnowledgeBase
    understanding: str
    live_base: KnowledgeBase
    live_understanding: str


def understanding_in(folder: Path) -> str | None:
    """Return the name of the understanding that belongs to a release's folder."""
    try:
        return (folder / UNDERSTANDING).read_text(encoding="utf-8").strip()
    except OSError:
        return None


def name_understanding(folder: Path, name: str) -> None:
    """Write down which understanding belongs to a release's folder."""
    if understanding_in(folder) != name:
        draft = folder / f".{UNDERSTANDING}"
        draft.write_text(name + "\n", encoding="utf-8")
        draft.replace(folder / UNDERSTANDING)


class Composer:
    """Writes folders of releases; never touches the live one."""

    def __init__(
        self,
        releases: Releases,
        region: str,
        live: LiveContents,
        live_base: Callable[[], KnowledgeBase],
        understandings: Understandings,
        publishing: PublishingService,
    ) -> None:
        self._releases = releases
        self._region = region
        self._live = live
        self._live_base = live_base
        self._understandings = understandings
        self._publishing = publishing
        self._memory = Memory()

    def begin_history(self) -> None:
        """Make what is live without having been published here a release, so that one can go back to it."""
        active, current = self._releases.active(), self._publishing.current()
        if current is not None and current.folder == active:
            return
        name = active or self._releases.freeze(self._live.folder(), self._memory)
        name_understanding(self._releases.path(name), self._understandings.name_for(self._live()))
        if active is None:
            self._releases.activate(name)
        self._publishing.found_live(name, "随软件发布的知识库" if active is None else "用命令导入的知识库")

    def compose(self, release: Release) -> Composed:
        """Freeze the live contents with the release's changes. Raises NotComposed, OSError."""
        live = self._live()
        changes = [Change(Kind(each["kind"]), each["key"], each["after"]) for each in release.changes]
        contents = live.changed(changes)
        with self._releases.draft() as draft:
            write_contents(contents, live, self._live.folder(), self._region, draft)
            base = self._read(draft)
            folder = self._releases.adopt(draft)
        return self._composed(folder, base, contents)

    def again(self, release: Release) -> Composed:
        """Take the folder that a release has already. Raises NotComposed when it is gone or spoilt, OSError."""
        folder = release.folder or ""
        path = self._releases.path(folder)
        if not folder or not path.is_dir():
            raise NotComposed(f"这个版本的目录（{folder}）不见了，可能被人删掉了，请从备份恢复。")
        return self._composed(folder, self._read(path), read_contents(path, self._region))

    def get_ready(self) -> None:
        """Do beforehand what the first publication would have to wait for; nothing that anyone sees changes."""
        if self._releases.active() is None:
            self._releases.freeze(self._live.folder(), self._memory)
        else:
            self._read(self._live.folder())

    def live(self) -> tuple[Path, str]:
        """Return the folder that is live and the name of its understanding."""
        return self._live.folder(), self._understandings.name_for(self._live())

    def active(self) -> str | None:
        """Return the folder that is live."""
        return self._releases.active()

    def understanding_of(self, folder: str) -> str | None:
        """Return the name of the understanding of a release's folder."""
        return understanding_in(self._releases.path(folder))

    def tidy(self) -> None:
        """Throw away what a stopped process left half written."""
        self._releases.prepare(None)
        for draft in self._releases.drafts():
            shutil.rmtree(draft, ignore_errors=True)

    def _composed(self, folder: str, base: KnowledgeBase, contents: Contents) -> Composed:
        name = self._understandings.name_for(contents)
        name_understanding(self._releases.path(folder), name)
        live = self._understandings.name_for(self._live())
        return Composed(folder, self._releases.path(folder), base, name, self._live_base(), live)

    def _read(self, folder: Path) -> KnowledgeBase:
        try:
            return read(folder, self._region, self._memory)
        except KnowledgeError as error:
            told = [each.message for each in error.problems[:_MOST_TOLD]]
            more = len(error.problems) - len(told)
            rest = [f"还有 {more} 处。"] if more > 0 else []
            raise NotComposed("知识库有错误，没有发布：\n" + "\n".join([*told, *rest])) from error
