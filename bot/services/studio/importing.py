"""Turn what was uploaded into drafts; nothing goes live here."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.business.errors import BusinessError, Invalid, NotAllowed
from bot.business.studio.checks import Same
from bot.business.studio.contents import Contents
from bot.business.studio.draft import Draft, DraftState
from bot.services.studio.drafts import DraftService
from bot.services.studio.importing_plan import Plan, Planned, planned
from bot.services.studio.importing_upload import Upload


@dataclass(frozen=True)
class Held:
    """An entry that could not become a draft: somebody's open draft with other content, or what came in between."""

    planned: Planned
    draft: Draft | None
    message: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of an import. With anything `undecided` nothing was written."""

    drafts: tuple[Draft, ...]
    undecided: tuple[Held, ...] = ()
    failed: tuple[Held, ...] = ()
    skipped: int = 0


class ImportService:
    """Use cases of imports. `same` is what makes questions the same."""

    def __init__(
        self,
        drafts: DraftService,
        live: Callable[[], Contents],
        same: Same,
    ) -> None:
        self._drafts = drafts
        self._live = live
        self._same = same

    def plan(self, upload: Upload) -> Plan:
        """Return what an upload would change."""
        return planned(upload, self._live(), self._same)

    def others(self, entries: Iterable[Planned]) -> list[Held]:
        """Return the entries that have an open draft with other content than the file's."""
        held = {(draft.kind, draft.key): draft for draft in self._drafts.open()}
        found = [(each, held.get((each.kind, each.key))) for each in entries]
        return [Held(each, draft) for each, draft in found if draft and draft.content != each.after]

    def apply(
        self,
        entries: Sequence[Planned],
        note: str,
        overwrite: Mapping[str, int],
        skip: Collection[str],
        by: str,
    ) -> Outcome:
        """Make a draft of each entry and hand it in with the note; done again, it does what is left.

        Someone else's draft with other content is `undecided`, and nothing is written, unless the entry's name is in `skip`,
        or in `overwrite` with the version that was seen. Raises Invalid without a note, NotAllowed when the live knowledge
        base isn't what the entries were compared with.
        """
        if not note.strip():
            raise Invalid("note", "请写一句为什么改。")
        self._check_live(entries)
        wanted = [each for each in entries if each.name not in skip]
        undecided = [
            held
            for held in self.others(wanted)
            if held.draft and overwrite.get(held.planned.name) != held.draft.version
        ]
        if undecided:
            return Outcome((), tuple(undecided))
        made = [self._drafted(each, overwrite, note, by) for each in wanted]
        return Outcome(
            tuple(each for each in made if isinstance(each, Draft)),
            failed=tuple(each for each in made if isinstance(each, Held)),
            skipped=len(entries) - len(wanted),
        )

    def _check_live(self, entries: Sequence[Planned]) -> None:
        live = self._live()
        if any(live.get(each.kind, each.key) != each.before for each in entries):
            raise NotAllowed("live_changed", "您看的时候知识库换了版本，请重新上传，再看一遍不同。")

    def _drafted(self, entry: Planned, overwrite: Mapping[str, int], note: str, by: str) -> Draft | Held:
        held = self._drafts.open_for(entry.kind, entry.key)
        try:
            if held is None or held.content != entry.after:
                held = self._drafts.save(entry.kind, entry.key, entry.after, overwrite.get(entry.name), by)
            return self._drafts.submit(held.id, note, by) if held.state is DraftState.EDITING else held
        except BusinessError as refused:
            return Held(entry, self._drafts.open_for(entry.kind, entry.key), refused.message)
