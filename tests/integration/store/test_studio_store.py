"""Drafts and releases on both real databases, with people in each other's way."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.bootstrap import Services
from bot.business.errors import BusinessError, Invalid, NotAllowed, NotFound
from bot.business.studio.contents import Contents, Kind
from bot.business.studio.draft import Draft, DraftState
from bot.business.studio.release import Release, ReleaseState
from bot.services.studio.drafts import DraftService, EditedMeanwhile
from bot.services.studio.publishing import PublishingService
from tests.integration.store.order_people import Clock

TOPICS = {key: {"title": f"主题 {key}", "questions": [f"{key} 怎么办"]} for key in ("fish", "boat", "tree")}
VALUES = {"port": {"label": "港口费", "value": None}}
REPORT = {"floors": [{"name": "overall", "held": False}], "shares": {"after": {"topic_first": [1, 2]}}}


@dataclass
class Room:
    """The studio over a database; what is live is held here."""

    services: Services
    clock: Clock
    live: Contents = field(default_factory=lambda: Contents(dict(TOPICS), dict(VALUES)))

    @property
    def drafts(self) -> DraftService:
        return DraftService(self.services.database.unit_of_work, self.clock, lambda: self.live, True)

    @property
    def publishing(self) -> PublishingService:
        """A service that remembers nothing, as after a start."""
        return PublishingService(self.services.database.unit_of_work, self.clock, lambda: self.live)

    def approved(self, key: str, title: str = "新的标题") -> Draft:
        draft = self.drafts.save(Kind.TOPIC, key, TOPICS.get(key, {}) | {"title": title}, None, "li")
        self.drafts.submit(draft.id, "局里来电", "li")
        return self.drafts.approve(draft.id, "看过", "wang")

    def released(self, *drafts: Draft) -> Release:
        """Publish drafts until callers hear them."""
        release = self.publishing.begin([draft.id for draft in drafts], "发布", "li")
        self.publishing.note(release.number, folder=f"folder{release.number}")
        self.live = self.live.changed(draft.change for draft in drafts)
        return self.publishing.live(release.number)

    def blocked(self, *drafts: Draft) -> Release:
        release = self.publishing.begin([draft.id for draft in drafts], "发布", "li")
        return self.publishing.blocked(release.number, REPORT, "听懂的问题少了。")


@pytest.fixture
def room(services: Services, clock: Clock) -> Room:
    return Room(services, clock)


def together(*works: Callable[[], Any]) -> list[Any]:
    """Do everything at the same moment; a refusal is the exception itself."""
    start = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return work()
        except BusinessError as refused:
            return refused

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(run, work) for work in works]]


def won(results: Sequence[Any]) -> list[Any]:
    return [each for each in results if not isinstance(each, BusinessError)]


# --- drafts


def test_a_draft_comes_back_as_it_was_written(room: Room) -> None:
    content = {
        "title": "捕鱼",
        "answers": [{"as_of": "2026-11-26", "sources": [{"title": "办法"}]}],
        "local": [],
    }
    saved = room.drafts.save(Kind.TOPIC, "fish", content, None, "li")
    assert room.drafts.get(saved.id) == saved
    assert room.drafts.open_for(Kind.TOPIC, "fish") == saved
    gone = room.drafts.save(Kind.VALUE, "port", None, None, "li")
    assert room.drafts.get(gone.id).content is None


def test_a_topic_and_a_value_of_the_same_name_have_their_own_drafts(room: Room) -> None:
    topic = room.drafts.save(Kind.TOPIC, "same", {"title": "a"}, None, "li")
    value = room.drafts.save(Kind.VALUE, "same", {"label": "b"}, None, "li")
    assert [room.drafts.open_for(each.kind, "same") for each in (topic, value)] == [topic, value]


def test_many_begin_the_same_entry_and_one_has_it(room: Room) -> None:
    names = [f"editor{number}" for number in range(5)]
    results = together(
        *(
            lambda name=name: room.drafts.save(Kind.TOPIC, "fish", {"title": name}, None, name)
            for name in names
        )
    )
    (winner,) = won(results)
    for refused in results:
        if refused is not winner:
            assert isinstance(refused, EditedMeanwhile)
            assert refused.theirs == winner
    assert room.drafts.open() == [winner]


def test_two_editors_of_one_version_nothing_is_lost_silently(room: Room) -> None:
    first = room.drafts.save(Kind.TOPIC, "fish", {"title": "一"}, None, "li")
    results = together(
        *(
            lambda name=name: room.drafts.save(Kind.TOPIC, "fish", {"title": name}, first.version, name)
            for name in ("li", "wang", "zhao")
        )
    )
    (winner,) = won(results)
    assert [each.theirs for each in results if isinstance(each, EditedMeanwhile)] == [winner, winner]
    assert room.drafts.get(first.id) == winner
    again = room.drafts.save(Kind.TOPIC, "fish", {"title": "看过以后"}, winner.version, "zhao")
    assert again.version == winner.version + 1


def test_after_it_was_given_up_an_entry_can_be_begun_anew(room: Room) -> None:
    first = room.drafts.save(Kind.TOPIC, "fish", {"title": "一"}, None, "li")
    room.drafts.discard(first.id, "li")
    room.clock.forward(minutes=1)
    second = room.drafts.save(Kind.TOPIC, "fish", {"title": "二"}, None, "li")
    assert [draft.id for draft in room.drafts.history(Kind.TOPIC, "fish")] == [second.id, first.id]
    assert room.drafts.open() == [second]


def test_reviewing_and_editing_at_once_never_approves_other_words(room: Room) -> None:
    draft = room.drafts.save(Kind.TOPIC, "fish", {"title": "一"}, None, "li")
    draft = room.drafts.submit(draft.id, "更正", "li")
    together(
        lambda: room.drafts.approve(draft.id, "", "wang"),
        lambda: room.drafts.save(Kind.TOPIC, "fish", {"title": "二"}, draft.version, "li"),
    )
    held = room.drafts.get(draft.id)
    assert held.state is (DraftState.APPROVED if held.content == {"title": "一"} else DraftState.EDITING)


@pytest.mark.parametrize("key", ["", "中文", "a b", "x" * 65])
def test_keys_that_no_file_can_have(room: Room, key: str) -> None:
    with pytest.raises(Invalid):
        room.drafts.save(Kind.TOPIC, key, {"title": "一"}, None, "li")


def test_reasons_are_asked_for(room: Room) -> None:
    draft = room.drafts.save(Kind.TOPIC, "fish", {"title": "一"}, None, "li")
    with pytest.raises(Invalid):
        room.drafts.submit(draft.id, " ", "li")
    room.drafts.submit(draft.id, "更正", "li")
    with pytest.raises(Invalid):
        room.drafts.reject(draft.id, "", "wang")
    with pytest.raises(NotFound):
        room.drafts.approve("none", "", "wang")


# --- releases


def test_a_release_takes_drafts_along_and_tells_what_it_changed(room: Room) -> None:
    draft = room.approved("fish")
    release = room.released(draft)
    assert room.publishing.current() == release
    assert release.changes == (
        {
            "kind": "topic",
            "key": "fish",
            "before": TOPICS["fish"],
            "after": TOPICS["fish"] | {"title": "新的标题"},
            "editors": ["li"],
            "reviewer": "wang",
            "note": "局里来电",
        },
    )
    published = room.drafts.get(draft.id)
    assert (published.state, published.release) == (DraftState.PUBLISHED, release.number)
    assert (room.drafts.open(), room.publishing.busy()) == ([], None)
    assert room.publishing.get(release.number) == release


def test_two_publishes_at_once_one_begins(room: Room) -> None:
    drafts = [room.approved(key) for key in TOPICS]
    results = together(
        *(lambda draft=draft: room.publishing.begin([draft.id], "发布", "li") for draft in drafts)
    )
    (release,) = won(results)
    assert {each.code for each in results if isinstance(each, NotAllowed)} == {"busy"}
    assert room.publishing.busy() == release
    taken = [room.drafts.get(draft.id).release for draft in drafts]
    assert sorted(taken, key=str) == sorted([release.number, None, None], key=str)


def test_the_same_drafts_published_twice_at_once_go_once(room: Room) -> None:
    draft = room.approved("fish")
    results = together(*(lambda: room.publishing.begin([draft.id], "发布", "li") for _ in range(4)))
    (release,) = won(results)
    assert room.drafts.get(draft.id).release == release.number
    assert len(room.publishing.newest()) == 1


def test_editing_while_publishing_begins_either_goes_along_or_stays(room: Room) -> None:
    draft = room.approved("fish")
    together(
        lambda: room.publishing.begin([draft.id], "发布", "li"),
        lambda: room.drafts.save(Kind.TOPIC, "fish", {"title": "又改"}, draft.version, "li"),
    )
    held, busy = room.drafts.get(draft.id), room.publishing.busy()
    if busy is None:
        assert (held.state, held.content) == (DraftState.EDITING, {"title": "又改"})
    else:
        assert (held.content, held.release) == (draft.content, busy.number)
        assert busy.changes[0]["after"] == draft.content


def test_only_approved_drafts_over_what_is_live_are_taken_all_or_none(room: Room) -> None:
    good, stale = room.approved("fish"), room.approved("boat")
    editing = room.drafts.save(Kind.TOPIC, "tree", {"title": "一"}, None, "li")
    room.live = replace(room.live, topics=dict(room.live.topics) | {"boat": {"title": "别人发布的"}})
    for ids, code in (([editing.id], "state"), ([stale.id], "outdated"), (["none"], "no_draft")):
        with pytest.raises(BusinessError) as refused:
            room.publishing.begin([good.id, *ids], "发布", "li")
        assert refused.value.code == code
    with pytest.raises(Invalid):
        room.publishing.begin([], "发布", "li")
    assert (room.drafts.get(good.id).release, room.publishing.newest()) == (None, [])
    room.drafts.rebase(stale.id, "li")
    room.drafts.submit(stale.id, "核对过", "li")
    ready = room.drafts.approve(stale.id, "", "wang")
    assert room.released(good, ready).changes[1]["before"] == {"title": "别人发布的"}


def test_what_was_interrupted_has_failed_and_can_be_published_again(room: Room) -> None:
    draft = room.approved("fish")
    release = room.publishing.begin([draft.id], "发布", "li")
    room.publishing.note(
        release.number, state=ReleaseState.TRAINING, progress=0.6, stage="训练", trained=True
    )
    (ended,) = room.publishing.interrupted()  # by the service of the next start
    assert (ended.number, ended.state, "重新启动" in str(ended.problem)) == (
        release.number,
        ReleaseState.FAILED,
        True,
    )
    assert room.publishing.interrupted() == []
    assert room.drafts.get(draft.id).release is None
    assert room.released(room.drafts.get(draft.id)).number > release.number


def test_a_failure_frees_the_drafts_and_leaves_the_live_one(room: Room) -> None:
    live = room.released(room.approved("boat"))
    draft = room.approved("fish")
    release = room.publishing.begin([draft.id], "发布", "li")
    failed = room.publishing.failed(release.number, "磁盘满了。")
    assert (failed.state, failed.problem) == (ReleaseState.FAILED, "磁盘满了。")
    assert room.publishing.current() == live
    assert room.drafts.get(draft.id).state is DraftState.APPROVED


def test_a_blocked_release_keeps_its_drafts_and_lets_others_go(room: Room) -> None:
    draft = room.approved("fish")
    release = room.blocked(draft)
    assert (release.report, release.problem) == (REPORT, "听懂的问题少了。")
    with pytest.raises(NotAllowed, match=f"第 {release.number} 版"):
        room.drafts.save(Kind.TOPIC, "fish", {"title": "x"}, room.drafts.get(draft.id).version, "li")
    with pytest.raises(NotAllowed, match=f"第 {release.number} 版"):
        room.publishing.begin([draft.id], "再来", "li")
    assert room.released(room.approved("boat")).state is ReleaseState.LIVE


def test_overruling_goes_live_and_says_by_whom_and_why(room: Room) -> None:
    before = room.released(room.approved("boat"))
    draft = room.approved("fish")
    release = room.blocked(draft)
    with pytest.raises(Invalid):
        room.publishing.overrule(release.number, "急", "zhao")
    begun = room.publishing.overrule(release.number, " 市局要求今天上线 ", "zhao")
    assert (begun.state, room.publishing.busy()) == (ReleaseState.PREPARING, begun)
    live = room.publishing.live(release.number)
    assert (live.overruled_by, live.reason, live.problem) == ("zhao", "市局要求今天上线", "听懂的问题少了。")
    assert room.publishing.get(before.number).state is ReleaseState.RETIRED
    assert room.drafts.get(draft.id).state is DraftState.PUBLISHED


def test_a_blocked_release_that_was_overtaken_cannot_be_overruled(room: Room) -> None:
    release = room.blocked(room.approved("fish"))
    room.released(room.approved("boat"))
    with pytest.raises(NotAllowed, match="重新发布") as refused:
        room.publishing.overrule(release.number, "市局要求今天上线", "zhao")
    assert refused.value.code == "parent"
    assert room.publishing.abandon(release.number).state is ReleaseState.ABANDONED
    assert [draft.release for draft in room.drafts.open()] == [None]


@pytest.mark.parametrize("other", ["overrule", "abandon", "begin"])
def test_overruling_against_something_else_at_once_one_of_them_wins(room: Room, other: str) -> None:
    release, draft = room.blocked(room.approved("fish")), room.approved("boat")

    def overrule() -> Release:
        return room.publishing.overrule(release.number, "市局要求今天上线", "zhao")

    against = {
        "overrule": overrule,
        "abandon": lambda: room.publishing.abandon(release.number),
        "begin": lambda: room.publishing.begin([draft.id], "发布", "li"),
    }
    results = together(overrule, against[other])
    assert len(won(results)) == 1
    assert sum(each.state is ReleaseState.PREPARING for each in room.publishing.newest()) <= 1


def test_going_back_is_a_new_release_with_the_old_content(room: Room) -> None:
    first = room.released(room.approved("fish"))
    second = room.released(room.approved("boat"))
    with pytest.raises(Invalid):
        room.publishing.begin_return(first.number, " ", "wang")
    third = room.publishing.begin_return(first.number, "第二版说错了", "wang")
    assert (third.folder, third.parent, third.changes) == (first.folder, second.number, ())
    assert "第二版说错了" in third.note
    room.publishing.live(third.number)
    assert [each.number for each in room.publishing.of_folder(str(first.folder))] == [
        third.number,
        first.number,
    ]
    states = [each.state for each in room.publishing.newest()]
    assert states == [ReleaseState.LIVE, ReleaseState.RETIRED, ReleaseState.RETIRED]


def test_there_is_no_way_back_to_what_never_was_live_or_still_is(room: Room) -> None:
    live, blocked = room.released(room.approved("fish")), room.blocked(room.approved("boat"))
    for number in (live.number, blocked.number):
        with pytest.raises(NotAllowed):
            room.publishing.begin_return(number, "试试", "wang")
    with pytest.raises(NotFound):
        room.publishing.begin_return(99, "试试", "wang")


def test_two_ways_back_at_once_one_begins(room: Room) -> None:
    first = room.released(room.approved("fish"))
    room.released(room.approved("boat"))
    results = together(
        *(lambda: room.publishing.begin_return(first.number, "说错了", "wang") for _ in range(3))
    )
    assert len(won(results)) == 1
    assert {each.code for each in results if isinstance(each, NotAllowed)} == {"busy"}


def test_what_went_live_elsewhere_is_a_release_too(room: Room) -> None:
    first = room.publishing.found_live("shipped", "开始时的知识库")
    assert (first.state, first.folder, first.parent) == (ReleaseState.LIVE, "shipped", None)
    assert room.publishing.current() == first
    second = room.publishing.found_live("by hand", "用命令换上的")
    assert room.publishing.get(first.number).state is ReleaseState.RETIRED
    assert room.publishing.current() == second
    assert room.released(room.approved("fish")).parent == second.number


def test_releases_page_by_page(room: Room) -> None:
    numbers = [room.publishing.found_live("shipped", "开始").number]
    numbers += [room.released(room.approved("fish", f"标题 {count}")).number for count in range(4)]
    newest = [each.number for each in room.publishing.newest(2)]
    assert newest == numbers[:-3:-1]
    assert [each.number for each in room.publishing.newest(10, newest[-1])] == numbers[-3::-1]


# --- at a moment to come


def test_a_draft_is_due_when_its_moment_has_come_and_once(room: Room) -> None:
    draft, at = room.approved("fish"), room.clock() + timedelta(hours=1)
    room.drafts.schedule(draft.id, at)
    assert room.publishing.due() == []
    room.clock.forward(hours=1)
    (due,) = room.publishing.due()
    release = room.publishing.begin([due.id], "定时", "li")
    assert room.publishing.due() == []
    room.publishing.failed(release.number, "没有成功。")
    assert room.publishing.due() == []  # not again and again: somebody looks


def test_only_approved_drafts_get_a_moment_and_it_lies_ahead(room: Room) -> None:
    editing, draft = room.drafts.save(Kind.TOPIC, "tree", {"title": "一"}, None, "li"), room.approved("fish")
    with pytest.raises(NotAllowed):
        room.drafts.schedule(editing.id, room.clock() + timedelta(hours=1))
    with pytest.raises(Invalid):
        room.drafts.schedule(draft.id, room.clock())
    scheduled = room.drafts.schedule(draft.id, room.clock() + timedelta(hours=1))
    edited = room.drafts.save(Kind.TOPIC, "fish", {"title": "又改"}, scheduled.version, "li")
    assert edited.publish_at is None
    again = room.approved("boat")
    room.drafts.schedule(again.id, room.clock() + timedelta(hours=1))
    assert room.drafts.schedule(again.id, None).publish_at is None
