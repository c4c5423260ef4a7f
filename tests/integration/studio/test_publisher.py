"""Releases from drafts to callers: real files and database; learning and Rasa are stood in for, and made to fail."""

import asyncio
import errno
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import Services, build_services
from bot.business.errors import NotAllowed
from bot.business.evaluation import Case
from bot.business.studio.contents import Kind
from bot.business.studio.release import Release, ReleaseState
from bot.settings import Settings
from bot.store.database import upgrade
from bot.studio.composing import Composer
from bot.studio.learner import LearningFailed
from bot.studio.publisher import Parts, Publisher
from bot.studio.switch import NotTaken
from bot.studio.understandings import Understandings
from tests.integration.studio.knowledge import CARD, REGION, shipped, topic

NEW = topic("baby", "生育津贴", ("生育津贴", "产假工资"), "由单位申报。")
SENTENCES = [Case(f"c{n}", f"社保卡丢了试句{n}", "web", "faq", frozenset({"card_lost"})) for n in range(6)]


@dataclass
class Lessons:
    """Stands in for the learner: writes what `bot.nlu.learn` would, or fails as told."""

    understandings: Understandings
    takes: dict[str, str] = field(default_factory=dict)  # sentence: intent; else the right one
    fails: Exception | None = None
    hold: asyncio.Event | None = None
    names: list[str] = field(default_factory=list)

    async def learn(
        self,
        knowledge: Path,
        name: str,
        live: str | None,
        cases: Sequence[str],
        progress: Callable[[float, str], None],
    ) -> None:
        self.names.append(name)
        progress(0.5, "学习")
        if self.hold is not None:
            await self.hold.wait()
        if self.fails is not None:
            raise self.fails
        self.write(name, cases, self.takes)
        if live is not None:
            self.write(live, cases, {})

    def write(self, name: str, cases: Sequence[str], takes: dict[str, str]) -> None:
        folder = self.understandings.path(name)
        folder.mkdir(parents=True, exist_ok=True)
        judged = {text: _taken(text, takes.get(text, "faq_card_lost")) for text in cases}
        (folder / "judged.json").write_text(json.dumps(judged), encoding="utf-8")
        (folder / "learnt.json").write_text('{"whole": false, "own": {"faq_baby": [15, 16]}}', "utf-8")
        (folder / "sentences.json").write_text("{}", encoding="utf-8")


def _taken(text: str, intent: str) -> dict[str, Any]:
    return {"text": text, "intent": intent, "confidence": 0.9, "options": []}


@dataclass
class Pointer:
    """Stands in for Rasa's side of going live."""

    services: Services
    fails: Exception | None = None

    async def go(self, folder: str, understanding: str, live: str) -> None:
        if self.fails is not None:
            raise self.fails
        self.services.releases.activate(folder)


class Site:
    def __init__(self, folder: Path) -> None:
        settings = Settings(
            var=folder / "var", knowledge=shipped(folder), office=Path("tests/data/office_always_open.yml")
        )
        upgrade(settings.database)
        self.services = build_services(settings, lambda: datetime(2026, 11, 26, 8, tzinfo=timezone.utc))
        self.understandings = Understandings(settings.var / "understanding")
        self.lessons, self.pointer = Lessons(self.understandings), Pointer(self.services)
        self.heard = 0
        self.publisher = Publisher(self._parts())

    def _parts(self) -> Parts:
        services = self.services
        composer = Composer(
            services.releases,
            REGION,
            services.live_contents,
            services.knowledge.current,
            self.understandings,
            services.publishing,
        )
        return Parts(
            services.publishing,
            composer,
            self.understandings,
            self.lessons,  # type: ignore[arg-type]
            self.pointer,  # type: ignore[arg-type]
            lambda: SENTENCES,
            services.today,
            self._hear,
        )

    async def _hear(self) -> None:
        self.heard += 1

    def draft(self, content: dict[str, Any] | None, key: str = "card_lost", kind: Kind = Kind.TOPIC) -> str:
        held = self.services.drafts.open_for(kind, key)
        draft = self.services.drafts.save(kind, key, content, held.version if held else None, "editor")
        return self.services.drafts.submit(draft.id, "改一下", "editor").id

    async def published(self, *drafts: str) -> Release:
        return await self.ended(await self.publisher.publish(drafts, "发布", "editor"))

    async def ended(self, release: Release) -> Release:
        while release.state in (ReleaseState.PREPARING, ReleaseState.TRAINING):
            await asyncio.sleep(0.01)
            release = self.services.publishing.get(release.number)
        await asyncio.gather(*self.publisher._running)
        return release

    def answer(self, key: str = "card_lost") -> str:
        found = self.services.knowledge.current().topics[key].answers[0].screen
        return found


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def reworded(screen: str) -> dict[str, Any]:
    return {**CARD, "answers": [{**CARD["answers"][0], "screen": screen}]}


def test_another_wording_is_live_when_publish_returns_and_needs_no_training(site: Site) -> None:
    release = asyncio.run(site.publisher.publish([site.draft(reworded("打电话挂失。"))], "改", "editor"))
    assert (release.number, release.state, release.trained) == (2, ReleaseState.LIVE, False)
    assert site.answer() == "打电话挂失。"
    assert site.lessons.names == []
    assert site.services.knowledge.current().release == release.folder
    assert [each["key"] for each in release.changes] == ["card_lost"]


def test_a_local_value_is_live_at_once(site: Site) -> None:
    value = {
        "label": "补卡工本费",
        "value": "20 元",
        "as_of": "2026-11-01",
        "source": "试用通知",
        "expires": None,
    }
    release = asyncio.run(site.published(site.draft(value, "card.fee", Kind.VALUE)))
    assert release.state is ReleaseState.LIVE
    assert site.services.knowledge.current().region.values["card.fee"].value == "20 元"


def test_a_new_topic_is_learnt_tried_and_live(site: Site) -> None:
    release = asyncio.run(site.published(site.draft(NEW, "baby")))
    assert (release.state, release.trained, release.problem) == (ReleaseState.LIVE, True, None)
    assert release.report is not None
    assert release.report["sentences"] == 6
    assert "baby" in site.services.knowledge.current().topics
    assert site.services.drafts.history(Kind.TOPIC, "baby")[0].state.value == "published"
    assert site.heard == 1


def test_a_release_that_breaks_a_topic_never_goes_live_by_itself(site: Site) -> None:
    site.lessons.takes = {case.text: "faq_baby" for case in SENTENCES[:3]}
    before = site.answer()
    release = asyncio.run(site.published(site.draft(NEW, "baby")))
    assert release.state is ReleaseState.BLOCKED
    assert "社保卡丢失" in (release.problem or "")
    assert "baby" not in site.services.knowledge.current().topics
    assert site.answer() == before


async def _overruled(site: Site) -> Release:
    blocked = await site.published(site.draft(NEW, "baby"))
    return await site.ended(await site.publisher.overrule(blocked.number, "人工核对过，可以发布", "lead"))


def test_a_supervisor_may_overrule_with_a_reason(site: Site) -> None:
    site.lessons.takes = {case.text: "faq_baby" for case in SENTENCES}
    release = asyncio.run(_overruled(site))
    assert (release.state, release.overruled_by, release.reason) == (
        ReleaseState.LIVE,
        "lead",
        "人工核对过，可以发布",
    )
    assert "baby" in site.services.knowledge.current().topics


async def _back(site: Site) -> Release:
    await site.published(site.draft(reworded("打电话挂失。")))
    return await site.ended(await site.publisher.return_to(1, "改错了", "editor"))


def test_one_goes_back_to_an_earlier_release(site: Site) -> None:
    release = asyncio.run(_back(site))
    assert (release.number, release.state) == (3, ReleaseState.LIVE)
    assert site.answer() == "先挂失，再补办。"
    assert site.services.publishing.get(2).state is ReleaseState.RETIRED


async def _back_to_nothing(site: Site) -> Release:
    await site.published(site.draft(reworded("打电话挂失。")))
    first = site.services.publishing.get(1)
    for path in sorted(site.services.releases.path(str(first.folder)).rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    site.services.releases.path(str(first.folder)).rmdir()
    return await site.ended(await site.publisher.return_to(1, "改错了", "editor"))


def test_a_release_folder_deleted_by_hand_is_said_so(site: Site) -> None:
    release = asyncio.run(_back_to_nothing(site))
    assert release.state is ReleaseState.FAILED
    assert "不见了" in (release.problem or "")
    assert site.answer() == "打电话挂失。"


FAILURES = {
    "killed": (LearningFailed("训练进程被中断（信号 9）。"), "中断"),
    "disk full": (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "磁盘空间不够"),
}


@pytest.mark.parametrize("why", FAILURES)
def test_a_training_that_fails_leaves_the_live_release_and_the_drafts(site: Site, why: str) -> None:
    site.lessons.fails, told = FAILURES[why]
    before = site.services.knowledge.current().release
    draft = site.draft(NEW, "baby")
    release = asyncio.run(site.published(draft))
    assert release.state is ReleaseState.FAILED
    assert told in (release.problem or "")
    assert site.services.knowledge.current().release == before
    site.lessons.fails = None
    assert asyncio.run(site.published(draft)).state is ReleaseState.LIVE


def test_an_understanding_that_rasa_cannot_read_stays_outside(site: Site) -> None:
    site.pointer.fails = NotTaken("训练结果的文件可能坏了。")
    release = asyncio.run(site.published(site.draft(NEW, "baby")))
    assert release.state is ReleaseState.FAILED
    assert "坏了" in (release.problem or "")
    assert "baby" not in site.services.knowledge.current().topics


def test_a_knowledge_base_with_mistakes_is_not_composed(site: Site) -> None:
    same = {**NEW, "questions": CARD["questions"]}
    release = asyncio.run(site.published(site.draft(same, "baby")))
    assert release.state is ReleaseState.FAILED
    assert "分不清" in (release.problem or "")
    assert not site.services.releases.drafts()


async def _two(site: Site) -> str:
    site.lessons.hold = asyncio.Event()
    first = await site.publisher.publish([site.draft(NEW, "baby")], "一", "editor")
    with pytest.raises(NotAllowed) as refused:
        await site.publisher.publish([site.draft(reworded("打电话挂失。"))], "二", "other")
    site.lessons.hold.set()
    assert (await site.ended(first)).state is ReleaseState.LIVE
    return refused.value.message


def test_two_publications_at_once(site: Site) -> None:
    assert "正在发布" in asyncio.run(_two(site))


async def _stopped(site: Site) -> Release:
    site.lessons.hold = asyncio.Event()
    release = await site.publisher.publish([site.draft(NEW, "baby")], "一", "editor")
    await asyncio.sleep(0.05)
    await site.publisher.stop()
    again = Publisher(site._parts())
    await again.recover()
    return site.services.publishing.get(release.number)


def test_a_hotline_that_is_stopped_in_the_middle_begins_anew(site: Site) -> None:
    release = asyncio.run(_stopped(site))
    assert release.state is ReleaseState.FAILED
    assert "重新启动" in (release.problem or "")
    assert site.services.publishing.busy() is None


async def _stopped_after_the_pointer(site: Site) -> Release:
    await site.published(site.draft(reworded("打电话挂失。")))
    draft = site.draft(reworded("到窗口挂失。"))
    release = site.services.publishing.begin([draft], "二", "editor")
    composed = site._parts().composer.compose(release)
    site.services.publishing.note(release.number, folder=composed.folder)
    site.services.releases.activate(composed.folder)  # and here the power went
    await Publisher(site._parts()).recover()
    return site.services.publishing.get(release.number)


def test_what_went_live_before_the_power_went_is_live(site: Site) -> None:
    assert asyncio.run(_stopped_after_the_pointer(site)).state is ReleaseState.LIVE
    assert site.answer() == "到窗口挂失。"


def test_what_is_imported_by_command_becomes_a_release_at_the_next_publication(site: Site) -> None:
    asyncio.run(site.published(site.draft(reworded("打电话挂失。"))))
    imported = site.services.releases.freeze(
        site._parts().composer.live()[0].parent.parent.parent / "knowledge"
    )
    site.services.releases.activate(imported)
    release = asyncio.run(site.published(site.draft(reworded("到窗口挂失。"))))
    assert release.state is ReleaseState.LIVE
    assert "命令" in site.services.publishing.get(release.parent or 0).note


def test_a_topic_that_goes_is_offered_no_more(site: Site) -> None:
    assert asyncio.run(site.published(site.draft(None))).state is ReleaseState.LIVE
    base = site.services.knowledge.current()
    assert list(base.topics) == ["jobless"]
    assert base.openings["社保卡"] == ("jobless",)
