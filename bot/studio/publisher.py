"""Makes releases and lets them go live; the steps are written down by PublishingService."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from anyio.to_thread import run_sync

from bot.business.evaluation import Case
from bot.business.studio.regression import verdict
from bot.business.studio.release import Release, ReleaseState
from bot.services.studio.publishing import PublishingService
from bot.studio.composing import Composed, Composer, NotComposed
from bot.studio.examination import examine, learnt_as_a_whole
from bot.studio.learner import Learner, LearningFailed
from bot.studio.switch import NotTaken, Switch
from bot.studio.understandings import Understandings

log = logging.getLogger(__name__)

_KEPT = 4  # understandings of earlier releases, 100 MB each; others are learnt again within seconds


@dataclass(frozen=True)
class Parts:
    """What the publisher works with. `after` is called when another release is live: ears and prepared sounds follow."""

    publishing: PublishingService
    composer: Composer
    understandings: Understandings
    learner: Learner
    switch: Switch
    cases: Callable[[], list[Case]]
    today: Callable[[], date]
    after: Callable[[], Coroutine[Any, Any, None]]


class Publisher:
    """Does one release at a time, in the hotline process; training in a process of its own."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._running: set[asyncio.Task[None]] = set()
        self._readied = False

    async def publish(self, draft_ids: Sequence[str], note: str, by: str) -> Release:
        """Publish approved drafts; return the release: live when no training was needed, else while it is being made.

        Raises BusinessError when it can't begin; what goes wrong later stands in the release.
        """
        await run_sync(self._parts.composer.begin_history)
        release = await run_sync(self._parts.publishing.begin, draft_ids, note, by)
        return await self._made(release, lambda: self._parts.composer.compose(release), gate=True)

    async def return_to(self, number: int, reason: str, by: str) -> Release:
        """Go back to an earlier release and return the new one with its content. Raises BusinessError."""
        release = await run_sync(self._parts.publishing.begin_return, number, reason, by)
        return await self._made(release, lambda: self._parts.composer.again(release), gate=False)

    async def overrule(self, number: int, reason: str, by: str) -> Release:
        """Let a release that was stopped go live all the same. Raises BusinessError."""
        release = await run_sync(self._parts.publishing.overrule, number, reason, by)
        return await self._made(release, lambda: self._parts.composer.again(release), gate=False)

    def get_ready(self) -> None:
        """Do beforehand, beside everything else, what the first publication would have to wait for; once."""
        if not self._readied:
            self._readied = True
            self._start(self._ready())

    async def recover(self) -> None:
        """Put right what a stopped process left half done."""
        await run_sync(self._parts.composer.tidy)
        busy = await run_sync(self._parts.publishing.busy)
        if busy is not None and busy.folder and busy.folder == self._parts.composer.active():
            await run_sync(self._parts.publishing.live, busy.number)
        else:
            await run_sync(self._parts.publishing.interrupted)

    async def stop(self) -> None:
        """Stop what is being made; it is put right at the next start."""
        for task in tuple(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _ready(self) -> None:
        parts = self._parts
        try:
            await run_sync(parts.composer.get_ready)
            folder, name = await run_sync(parts.composer.live)
            cases = await run_sync(parts.cases)
            await parts.learner.get_ready(folder, name, [case.text for case in cases])
        except Exception:  # it is only to save time
            log.exception("nothing was prepared for the next publication")

    async def _made(self, release: Release, compose: Callable[[], Composed], gate: bool) -> Release:
        try:
            composed = await run_sync(compose)
            await run_sync(self._note, release.number, {"folder": composed.folder})
        except (NotComposed, OSError) as error:
            return await self._failed(release, _told(error))
        if composed.understanding == composed.live_understanding:
            await self._go(release, composed)
        else:
            self._start(self._learn_and_go(release, composed, gate))
        return await run_sync(self._parts.publishing.get, release.number)

    async def _learn_and_go(self, release: Release, composed: Composed, gate: bool) -> None:
        try:
            stopped = await self._learnt(release, composed, gate)
            if not stopped:
                await self._go(release, composed)
        except (LearningFailed, OSError, ValueError, KeyError) as error:
            await self._failed(release, _told(error))

    async def _learnt(self, release: Release, composed: Composed, gate: bool) -> bool:
        """Learn and examine; return whether the release was stopped."""
        parts, number = self._parts, release.number
        cases = await run_sync(parts.cases) if gate else []
        if gate or not parts.understandings.exists(composed.understanding):
            await run_sync(
                self._note, number, {"state": ReleaseState.TRAINING, "stage": "等待训练", "trained": True}
            )
            told = _Told(lambda values: self._note(number, values))
            live = composed.live_understanding if gate else None
            texts = [case.text for case in cases]
            await parts.learner.learn(composed.path, composed.understanding, live, texts, told)
            await told.written()
        if not gate:
            return False
        report = await run_sync(self._examined, composed, cases)
        problems = verdict(report)
        if problems:
            await run_sync(parts.publishing.blocked, number, report, "\n".join(problems))
        else:
            await run_sync(self._note, number, {"report": report})
        return bool(problems)

    def _examined(self, composed: Composed, cases: list[Case]) -> dict[str, Any]:
        path = self._parts.understandings.path
        live = (
            composed.live_understanding
            if self._parts.understandings.exists(composed.live_understanding)
            else None
        )
        return examine(
            path(composed.understanding),
            path(live) if live else None,
            (composed.base, composed.live_base),
            cases,
            self._parts.today(),
        )

    async def _go(self, release: Release, composed: Composed) -> None:
        try:
            await self._parts.switch.go(composed.folder, composed.understanding, composed.live_understanding)
        except (NotTaken, OSError) as error:
            await self._failed(release, _told(error))
            return
        await run_sync(self._parts.publishing.live, release.number)
        await run_sync(self._tidied, composed)
        self._start(self._parts.after())

    def _tidied(self, composed: Composed) -> None:
        understandings = self._parts.understandings
        path = understandings.path(composed.understanding)
        if path.is_dir() and (path / "learnt.json").is_file() and learnt_as_a_whole(path):
            understandings.begin_from(composed.understanding)
        kept = [each for each in self._parts.publishing.newest(20) if each.folder][: _KEPT + 1]
        base = understandings.base()
        names = {self._parts.composer.understanding_of(each.folder) for each in kept if each.folder}
        understandings.keep_only({name for name in names if name} | ({base.name} if base else set()))

    async def _failed(self, release: Release, problem: str) -> Release:
        log.warning("release %s failed: %s", release.number, problem)
        return await run_sync(self._parts.publishing.failed, release.number, problem)

    def _note(self, number: int, values: dict[str, Any]) -> None:
        self._parts.publishing.note(number, **values)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)


class _Told:
    """Writes down how far a training is, one write after the other and never in the way of the loop."""

    def __init__(self, write: Callable[[dict[str, Any]], None]) -> None:
        self._write = write
        self._last: asyncio.Task[None] | None = None

    def __call__(self, share: float, stage: str) -> None:
        self._last = asyncio.create_task(self._after(self._last, {"progress": share, "stage": stage}))

    async def written(self) -> None:
        """Wait until everything is written."""
        if self._last is not None:
            await self._last

    async def _after(self, before: asyncio.Task[None] | None, values: dict[str, Any]) -> None:
        if before is not None:
            await before
        await run_sync(self._write, values)


def _told(error: Exception) -> str:
    """Return what went wrong, for people."""
    if isinstance(error, OSError):
        full = "磁盘空间不够。" if error.errno == 28 else ""
        return f"{full}文件写不了或读不了：{error.strerror or error}。现在用的版本没有变。"
    if isinstance(error, (NotComposed, LearningFailed, NotTaken)):
        return f"{error} 现在用的版本没有变。"
    return "训练的结果读不了。现在用的版本没有变，可以再发布一次。"
