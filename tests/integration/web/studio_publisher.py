"""A publisher without training: releases are written down and go live by real files, what training would say is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.bootstrap import Services
from bot.business.evaluation import Case, Outcome
from bot.business.studio.contents import Change, Kind
from bot.business.studio.regression import report, verdict
from bot.business.studio.release import Release, ReleaseState
from bot.knowledge.contents_files import write_contents
from bot.web.studio.entry_training import needs_training

REGION = "wenzhou"


@dataclass
class FakePublisher:
    """Lets what needs no training go live at once; what does waits for the test to go on."""

    services: Services

    def get_ready(self) -> None:
        """There is nothing to prepare."""

    async def publish(self, draft_ids: Sequence[str], note: str, by: str) -> Release:
        """Begin a release; it is live unless it has to be trained."""
        live = self.services.live_contents()
        release = self.services.publishing.begin(draft_ids, note, by)
        changes = [Change(Kind(each["kind"]), each["key"], each["after"]) for each in release.changes]
        release = self.services.publishing.note(release.number, folder=self._frozen(changes))
        if needs_training(live, changes):
            return self.train(release.number, 0.2)
        return self.go_live(release)

    async def return_to(self, number: int, reason: str, by: str) -> Release:
        """Go back at once."""
        return self.go_live(self.services.publishing.begin_return(number, reason, by))

    async def overrule(self, number: int, reason: str, by: str) -> Release:
        """Let it go live at once."""
        return self.go_live(self.services.publishing.overrule(number, reason, by))

    def train(self, number: int, progress: float) -> Release:
        """Be somewhere in the training."""
        state, stage = ReleaseState.TRAINING, "正在学习新的问法"
        return self.services.publishing.note(
            number, state=state, stage=stage, progress=progress, trained=True
        )

    def block(self, number: int, titles: dict[str, str]) -> dict[str, Any]:
        """Stop it: the first topic of `titles` lost three of its six sentences to the second."""
        good, other = titles
        cases = [Case(str(n), f"编出来的第 {n} 句", "web", "faq", frozenset({good})) for n in range(6)]
        live = [Outcome(each, "faq", good, (), True, 1.0) for each in cases]
        candidate = [
            Outcome(each, "faq", good if n > 2 else other, (), True, 1.0) for n, each in enumerate(cases)
        ]
        found = report(candidate, live, dict.fromkeys(titles, "养老"), {}, titles=titles)
        self.services.publishing.blocked(number, found, "\n".join(verdict(found)))
        return found

    def go_live(self, release: Release) -> Release:
        """Let callers hear it."""
        self.services.releases.activate(str(release.folder))
        return self.services.publishing.live(release.number)

    def begin_with_what_is_shipped(self) -> Release:
        """Write down the first release."""
        folder = self._frozen([])
        self.services.releases.activate(folder)
        return self.services.publishing.found_live(folder, "随软件发布的知识库")

    def _frozen(self, changes: Sequence[Change]) -> str:
        live = self.services.live_contents
        with self.services.releases.draft() as folder:
            write_contents(live().changed(changes), live(), live.folder(), REGION, folder)
            return self.services.releases.freeze(folder)
