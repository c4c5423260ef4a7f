"""The releases on which sentences can be tried: the live one, and those whose training is still there."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.business.errors import NotAllowed, NotFound
from bot.business.faq import KnowledgeBase
from bot.business.studio.release import Release, ReleaseState
from bot.knowledge.reader import KnowledgeError, read
from bot.studio.composing import understanding_in
from bot.studio.understandings import Understandings
from bot.web.context import Context
from bot.web.studio.releases_view import clock

_SHOWN = 30
_TRIED = (ReleaseState.RETIRED, ReleaseState.BLOCKED, ReleaseState.ABANDONED)
_HELD = 2  # knowledge bases in memory beside the live one


@dataclass(frozen=True)
class Tried:
    """A release on which sentences are tried. `folder` None: the live one. `name` changes with its content."""

    folder: str | None
    name: str
    base: KnowledgeBase


def choices(shared: Context) -> list[dict[str, Any]]:
    """Return the releases beside the live one that can be tried, newest first."""
    understandings = Understandings(shared.settings.var / "understanding")
    found: dict[str, dict[str, Any]] = {}
    for release in shared.services.publishing.newest(_SHOWN):
        folder = release.folder
        if release.state in _TRIED and folder and folder != shared.services.releases.active():
            name = understanding_in(shared.services.releases.path(folder))
            if name and understandings.exists(name):
                found.setdefault(folder, {"number": release.number, "label": _label(release)})
    return list(found.values())


def _label(release: Release) -> str:
    when = clock(release.live_at or release.created_at)
    return f"第 {release.number} 版（{release.state.label}，{when}）"


class Bases:
    """Knowledge bases of frozen releases, those used last."""

    def __init__(self, read_folder: Callable[[Any, str], KnowledgeBase] = read) -> None:
        self._read = read_folder
        self._held: OrderedDict[str, KnowledgeBase] = OrderedDict()

    def of(self, shared: Context, number: int | None) -> Tried:
        """Return the release of that number, None: the live one. Raises NotFound, NotAllowed."""
        if number is None:
            base = shared.services.knowledge.current()
            return Tried(None, f"live-{base.release}", base)
        folder = shared.services.publishing.get(number).folder
        if folder is None:
            raise NotFound("no_release", "这个版本没有做完，不能拿来试。")
        try:
            return Tried(folder, folder, self._base(shared, folder))
        except (KnowledgeError, OSError):
            raise NotAllowed("spoilt", f"第 {number} 版的文件读不了，可能被人删掉了。") from None

    def _base(self, shared: Context, folder: str) -> KnowledgeBase:
        base = self._held.pop(folder, None)
        if base is None:
            base = self._read(shared.services.releases.path(folder), shared.settings.region)
        self._held[folder] = base
        while len(self._held) > _HELD:
            self._held.popitem(last=False)
        return base
