"""The editable contents of the active release, read again when another release is active."""

from pathlib import Path

from bot.business.studio.contents import Contents
from bot.knowledge.contents_files import Files, read_contents
from bot.knowledge.reader import knowledge_files
from bot.knowledge.releases import Releases


class LiveContents:
    """Gives what callers hear now, as editors see it."""

    def __init__(self, releases: Releases, region: str) -> None:
        self._releases = releases
        self._region = region
        self._held: tuple[object, Contents] | None = None
        self._files: Files = {}

    def __call__(self) -> Contents:
        """Return the contents. Raises KnowledgeError when the active folder can't be read."""
        folder = self._releases.active_folder()
        stamp = (folder, *(path.stat().st_mtime_ns for path in knowledge_files(folder) if path.exists()))
        held = self._held
        if held is None or held[0] != stamp:
            held = self._held = (stamp, read_contents(folder, self._region, self._files))
        return held[1]

    def folder(self) -> Path:
        """Return the folder of the active release."""
        return self._releases.active_folder()
