"""How a release comes to be: begun, trained, judged, live; one at a time, and each step on disk before the next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.business.errors import Invalid, NotAllowed, NotFound
from bot.business.studio.contents import Contents, digest
from bot.business.studio.draft import Draft, DraftState
from bot.business.studio.release import Release, ReleaseState
from bot.services.ports import Clock, Conflict, UnitOfWork, UnitOfWorkFactory

_BUSY = "另一个版本正在发布，等它结束再发布。"
_INTERRUPTED = "服务重新启动，这次发布没有做完。改动都还在，可以再发布一次。"


class PublishingService:
    """Use cases of releases; `bot.studio.publisher` does the work between the steps."""

    def __init__(self, unit_of_work: UnitOfWorkFactory, now: Clock, live: Callable[[], Contents]) -> None:
        self._work = unit_of_work
        self._now = now
        self._live = live

    def begin(self, draft_ids: Sequence[str], note: str, by: str) -> Release:
        """Begin a release with these approved drafts and return it.

        Raises Invalid without drafts, NotFound, NotAllowed: while another is being made, for a draft that isn't approved or
        whose live entry has changed meanwhile.
        """
        if not draft_ids:
            raise Invalid("drafts", "没有可以发布的改动。")
        live = self._live()
        with self._work() as work:
            drafts = [_found(work.drafts.get(id, lock=True)) for id in dict.fromkeys(draft_ids)]
            for draft in drafts:
                _check_ready(draft, live)
            release = self._added(work, note, by, tuple(_taken(draft, live) for draft in drafts))
            for draft in drafts:
                work.drafts.update(replace(draft, release=release.number, version=draft.version + 1))
            work.commit()
            return release

    def begin_return(self, number: int, reason: str, by: str) -> Release:
        """Begin going back to an earlier release. Raises NotFound, NotAllowed, Invalid without a reason."""
        if not reason.strip():
            raise Invalid("reason", "请写明为什么要回到以前的版本。")
        with self._work() as work:
            earlier = _known(work.faq_releases.get(number))
            if earlier.state is not ReleaseState.RETIRED or earlier.folder is None:
                raise NotAllowed("state", f"第 {number} 版{earlier.state.label}，不能回到它。")
            release = self._added(work, f"回到第 {number} 版：{reason.strip()[:400]}", by, ())
            release = replace(release, folder=earlier.folder)
            work.faq_releases.update(release)
            work.commit()
            return release

    def overrule(self, number: int, reason: str, by: str) -> Release:
        """Let a release that was stopped go live all the same. Raises Invalid without a reason, NotFound, NotAllowed."""
        if len(reason.strip()) < 4:
            raise Invalid("reason", "请写明为什么仍然要发布。")
        with self._work() as work:
            release = _known(work.faq_releases.get(number, lock=True))
            live = work.faq_releases.live()
            if release.state is not ReleaseState.BLOCKED:
                raise NotAllowed("state", f"第 {number} 版{release.state.label}，不用强制发布。")
            if release.parent != (live.number if live else None):
                raise NotAllowed("parent", "这以后又发布过别的版本，请放弃这一版，重新发布这些改动。")
            if work.faq_releases.busy() is not None:
                raise _busy(work)
            release = replace(
                release, state=ReleaseState.PREPARING, overruled_by=by, reason=reason.strip()[:500]
            )
            try:
                work.faq_releases.update(release)
            except Conflict:
                raise NotAllowed("busy", _BUSY) from None
            work.commit()
            return release

    def abandon(self, number: int) -> Release:
        """Give up a release that was stopped; its drafts can be changed again. Raises NotFound, NotAllowed."""
        with self._work() as work:
            release = _known(work.faq_releases.get(number, lock=True))
            if release.state is not ReleaseState.BLOCKED:
                raise NotAllowed("state", f"第 {number} 版{release.state.label}，不能放弃。")
            release = self._ended(work, release, ReleaseState.ABANDONED, None)
            work.commit()
            return release

    def note(self, number: int, **values: Any) -> Release:
        """Write how far a release is: `folder`, `trained`, `progress`, `stage`, `state`, `report`."""
        with self._work() as work:
            release = replace(_known(work.faq_releases.get(number, lock=True)), **values)
            work.faq_releases.update(release)
            work.commit()
            return release

    def blocked(self, number: int, report: Mapping[str, Any], problem: str) -> Release:
        """Stop a release that is worse than the live one; its drafts stay with it until somebody decides."""
        return self.note(number, state=ReleaseState.BLOCKED, report=report, problem=problem, stage="")

    def failed(self, number: int, problem: str) -> Release:
        """End a release that could not be made; its drafts can be published again."""
        with self._work() as work:
            release = _known(work.faq_releases.get(number, lock=True))
            release = self._ended(work, release, ReleaseState.FAILED, problem)
            work.commit()
            return release

    def live(self, number: int) -> Release:
        """Note that callers hear a release now; the one before is retired, the drafts are published."""
        with self._work() as work:
            release, before = _known(work.faq_releases.get(number, lock=True)), work.faq_releases.live(True)
            if before is not None and before.number != number:
                work.faq_releases.update(replace(before, state=ReleaseState.RETIRED))
            release = replace(
                release,
                state=ReleaseState.LIVE,
                live_at=self._now(),
                progress=1.0,
                stage="",
                problem=release.problem if release.overruled_by else None,
            )
            work.faq_releases.update(release)
            for draft in work.drafts.of_release(number, lock=True):
                work.drafts.update(replace(draft, state=DraftState.PUBLISHED, version=draft.version + 1))
            work.commit()
            return release

    def interrupted(self) -> list[Release]:
        """End what a stopped process left half done; return it."""
        with self._work() as work:
            busy = work.faq_releases.busy()
        return [self.failed(busy.number, _INTERRUPTED)] if busy is not None else []

    def due(self) -> list[Draft]:
        """Return the approved drafts whose moment has come."""
        with self._work() as work:
            return [
                draft
                for draft in work.drafts.open()
                if draft.state is DraftState.APPROVED
                and draft.release is None
                and draft.publish_at is not None
                and draft.publish_at <= self._now()
            ]

    def found_live(self, folder: str, note: str, by: str = "system") -> Release:
        """Note as a release what is live without having been published here, and return it."""
        with self._work() as work:
            before = work.faq_releases.live(True)
            if before is not None:
                work.faq_releases.update(replace(before, state=ReleaseState.RETIRED))
            release = self._added(work, note, by, ())
            release = replace(
                release, folder=folder, state=ReleaseState.LIVE, live_at=self._now(), progress=1.0
            )
            work.faq_releases.update(release)
            work.commit()
            return release

    def get(self, number: int) -> Release:
        """Return a release. Raises NotFound."""
        with self._work() as work:
            return _known(work.faq_releases.get(number))

    def current(self) -> Release | None:
        """Return the live release."""
        with self._work() as work:
            return work.faq_releases.live()

    def busy(self) -> Release | None:
        """Return the release that is being made."""
        with self._work() as work:
            return work.faq_releases.busy()

    def newest(self, limit: int = 30, before: int | None = None) -> list[Release]:
        """Return releases, newest first, below the number `before`."""
        with self._work() as work:
            return work.faq_releases.newest(limit, before)

    def of_folder(self, folder: str) -> list[Release]:
        """Return the releases with this content, newest first."""
        with self._work() as work:
            return work.faq_releases.of_folder(folder)

    def drafts_of(self, number: int) -> list[Draft]:
        """Return the drafts that a release took along."""
        with self._work() as work:
            return work.drafts.of_release(number)

    def _added(self, work: UnitOfWork, note: str, by: str, changes: tuple[Mapping[str, Any], ...]) -> Release:
        live = work.faq_releases.live()
        release = Release(
            number=0,
            folder=None,
            parent=live.number if live else None,
            state=ReleaseState.PREPARING,
            created_at=self._now(),
            created_by=by,
            note=note.strip()[:500],
            changes=changes,
        )
        if work.faq_releases.busy() is not None:
            raise _busy(work)
        try:
            return work.faq_releases.add(release)
        except Conflict:
            raise NotAllowed("busy", _BUSY) from None

    def _ended(self, work: UnitOfWork, release: Release, state: ReleaseState, problem: str | None) -> Release:
        for draft in work.drafts.of_release(release.number, lock=True):
            work.drafts.update(replace(draft, release=None, publish_at=None, version=draft.version + 1))
        ended = replace(release, state=state, problem=problem or release.problem, stage="")
        work.faq_releases.update(ended)
        return ended


def _busy(work: UnitOfWork) -> NotAllowed:
    busy = work.faq_releases.busy()
    number = f"第 {busy.number} 版" if busy else "另一个版本"
    return NotAllowed("busy", f"{number}正在发布，等它结束再发布。")


def _check_ready(draft: Draft, live: Contents) -> None:
    named = draft.content or live.get(draft.kind, draft.key) or {}
    name = str(named.get("title") or named.get("label") or draft.key)
    if draft.state is not DraftState.APPROVED:
        raise NotAllowed("state", f"“{name}”现在是“{draft.state.label}”，还不能发布。")
    if draft.release is not None:
        raise NotAllowed("publishing", f"“{name}”已经在第 {draft.release} 版里，请先处理那一版。")
    if draft.base != digest(live.get(draft.kind, draft.key)):
        raise NotAllowed("outdated", f"“{name}”在您编辑的时候已经被别的发布改过，请打开草稿核对。")


def _taken(draft: Draft, live: Contents) -> Mapping[str, Any]:
    return {
        "kind": draft.kind.value,
        "key": draft.key,
        "before": live.get(draft.kind, draft.key),
        "after": draft.content,
        "editors": list(draft.editors),
        "reviewer": draft.reviewer,
        "note": draft.note,
    }


def _found(draft: Draft | None) -> Draft:
    if draft is None:
        raise NotFound("no_draft", "没有这份草稿。")
    return draft


def _known(release: Release | None) -> Release:
    if release is None:
        raise NotFound("no_release", "没有这个版本。")
    return release
