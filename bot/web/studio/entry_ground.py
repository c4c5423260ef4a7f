"""What is live and what is being worked on, as the editor's pages need it together."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.business.faq import Department
from bot.business.studio.contents import Content, Contents, Kind
from bot.business.studio.draft import Draft
from bot.knowledge.reader import read_departments, read_region
from bot.knowledge.yaml_nodes import Problems
from bot.web.context import Context


@dataclass(frozen=True)
class Ground:
    """`planned`: the contents when all open drafts are live; `drafts` by kind and key."""

    live: Contents
    planned: Contents
    drafts: Mapping[tuple[Kind, str], Draft]
    departments: Mapping[str, Department]
    folder: Path
    region_name: str

    def draft(self, kind: Kind, key: str) -> Draft | None:
        """Return the open draft of an entry."""
        return self.drafts.get((kind, key))

    def known(self, kind: Kind, key: str) -> Content | None:
        """Return an entry as it shall be, or as it is when it shall be taken away."""
        return self.planned.get(kind, key) or self.live.get(kind, key)

    def title(self, key: str) -> str:
        """Return what a topic is called."""
        return str((self.known(Kind.TOPIC, key) or {}).get("title") or key)

    def groups(self) -> dict[str, str]:
        """Return the groups' titles by group, also of those that only a draft has."""
        topics = (*self.live.topics.values(), *self.planned.topics.values())
        return {str(each.get("group")): str(each.get("group_title")) for each in topics}

    def using(self, value: str) -> list[str]:
        """Return the topics that say a local value, live or in a draft."""
        everything = dict(self.live.topics) | dict(self.planned.topics)
        return [
            key
            for key, topic in everything.items()
            if any(need.get("key") == value for need in topic.get("local") or ())
        ]


def ground(shared: Context) -> Ground:
    """Return it as it is now; blocks on files and the database."""
    live, folder = shared.services.live_contents(), shared.services.live_contents.folder()
    drafts = shared.services.drafts.open()
    return Ground(
        live=live,
        planned=live.changed(draft.change for draft in reversed(drafts)),
        drafts={(draft.kind, draft.key): draft for draft in drafts},
        departments=read_departments(folder, Problems()),
        folder=folder,
        region_name=read_region(folder, shared.settings.region, Problems()).name,
    )
