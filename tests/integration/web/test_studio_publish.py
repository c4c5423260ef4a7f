"""Review, publishing, history: the real app and files, a publisher that doesn't train."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.bootstrap import Services
from bot.business.audit import AuditQuery
from bot.business.studio.contents import Kind
from bot.business.studio.draft import Draft, DraftState
from bot.business.studio.release import Release, ReleaseState
from bot.studio.studio import Studio
from bot.web.studio.publish_diff import marked
from bot.web.studio.publish_view import training_seconds
from tests.integration.web.staff_site import StaffSite, staff_site
from tests.integration.web.studio_publisher import FakePublisher

PUBLISH, HISTORY = "/admin/faq/publish", "/admin/faq/history"


@dataclass
class Desk:
    """The site, its publisher, and who works there."""

    site: StaffSite
    publisher: FakePublisher
    admin: TestClient
    lead: TestClient
    var: Path

    @property
    def services(self) -> Services:
        return self.publisher.services

    def reviewed(self, review: bool) -> None:
        self.services.drafts.review = review

    def topic(self, number: int) -> tuple[str, dict[str, Any]]:
        """Return one of the live topics, to change."""
        key, content = list(self.services.live_contents().topics.items())[number]
        return key, dict(content)

    def reworded(self, number: int, by: str = "admin", words: str = "编出来的新说法。") -> Draft:
        """Draft another screen answer of a topic; needs no training."""
        key, content = self.topic(number)
        first, *rest = content["answers"]
        content["answers"] = [first | {"screen": first["screen"] + words}, *rest]
        return self.services.drafts.save(Kind.TOPIC, key, content, None, by)

    def asked_anew(self, number: int, question: str, by: str = "admin") -> Draft:
        """Draft one question more of a topic; needs training."""
        key, content = self.topic(number)
        content["questions"] = [*content["questions"], question]
        return self.services.drafts.save(Kind.TOPIC, key, content, None, by)

    def approved(self, draft: Draft) -> Draft:
        self.services.drafts.submit(draft.id, "局里来电更正", "admin")
        held = self.services.drafts.get(draft.id)
        return (
            held
            if held.state is DraftState.APPROVED
            else self.services.drafts.approve(draft.id, "", "supervisor")
        )

    def training(self, number: int, question: str) -> Release:
        """Begin a release that is being trained."""
        draft = self.approved(self.asked_anew(number, question))
        answer = self.admin.post("/api/studio/publish", json={"drafts": [seen(draft)], "note": "加问法"})
        assert answer.json()["state"] == "training", answer.text
        return self.services.publishing.get(answer.json()["number"])

    def noted(self) -> tuple[str, str, str]:
        entry = self.services.audit.search(AuditQuery(), 1)[0]
        return entry.action, entry.target, entry.reason


def seen(draft: Draft) -> dict[str, Any]:
    return {"id": draft.id, "version": draft.version}


def told(answer: Any) -> str:
    return str(answer.json()["error"]["message"])


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    var = tmp_path_factory.mktemp("publish")
    with staff_site(var) as site:
        context = site.app.state.context
        publisher = FakePublisher(context.services)
        site.app.state.context = replace(context, studio=Studio(context.studio.bench, publisher))
        publisher.begin_with_what_is_shipped()
        yield Desk(site, publisher, site.log_in("admin"), site.log_in("supervisor"), var)


@pytest.fixture
def desk(opened: Desk) -> Iterator[Desk]:
    """The desk with reviews and without anything left of the test before."""
    opened.reviewed(True)
    yield opened
    publishing = opened.services.publishing
    publishing.interrupted()
    for release in publishing.newest(100):
        if release.state is ReleaseState.BLOCKED:
            publishing.abandon(release.number)
    for draft in opened.services.drafts.open():
        opened.services.drafts.discard(draft.id, "admin")


def test_nothing_to_publish_says_where_to_begin(desk: Desk) -> None:
    page = desk.admin.get(PUBLISH).text
    assert "没有要审核、要发布的改动" in page
    assert "第 1 版" in page
    assert "开始用" in page  # nobody published it


def test_a_draft_stands_where_it_belongs_with_who_why_and_the_difference(desk: Desk) -> None:
    draft = desk.reworded(0)
    desk.services.drafts.submit(draft.id, "局里来电更正", "admin")
    page = desk.lead.get(PUBLISH).text
    assert "待审核 <span" in page
    assert "可发布 <span" not in page
    title = desk.topic(0)[1]["title"]
    assert all(
        words in page
        for words in (title, "局里来电更正", "管理员", "<ins>编出来的新说法。</ins>", "不用训练")
    )


def test_own_drafts_are_reviewed_by_somebody_else(desk: Desk) -> None:
    draft = desk.reworded(0)
    draft = desk.services.drafts.submit(draft.id, "局里来电更正", "admin")
    assert "要请另一位同事审核" in desk.admin.get(PUBLISH).text
    assert 'data-act="approve"' not in desk.admin.get(PUBLISH).text
    refused = desk.admin.post("/api/studio/review/approve", json=seen(draft))
    assert (refused.status_code, told(refused)) == (403, "自己改的内容要请另一位同事审核。")
    assert 'data-act="approve"' in desk.lead.get(PUBLISH).text
    assert desk.lead.post("/api/studio/review/approve", json=seen(draft)).json()["state"] == "approved"
    assert desk.noted() == ("faq_approved", draft.key, "")
    assert "可发布 <span" in desk.admin.get(PUBLISH).text


def test_giving_back_needs_a_reason_that_its_editor_reads(desk: Desk) -> None:
    draft = desk.services.drafts.submit(desk.reworded(0).id, "局里来电更正", "admin")
    refused = desk.lead.post("/api/studio/review/reject", json=seen(draft))
    assert (refused.status_code, told(refused)) == (422, "请写明退回的原因。")
    assert (
        desk.lead.post("/api/studio/review/reject", json=seen(draft) | {"note": "日期不对"}).status_code
        == 200
    )
    assert desk.noted() == ("faq_rejected", draft.key, "日期不对")
    page = desk.admin.get(PUBLISH).text
    assert "编辑中 <span" in page
    assert "退回 · 日期不对" in page


def test_nobody_decides_about_what_they_have_not_seen(desk: Desk) -> None:
    old = desk.services.drafts.submit(desk.reworded(0).id, "局里来电更正", "admin")
    content = dict(old.content or {}) | {"title": "另一个标题"}
    edited = desk.services.drafts.save(old.kind, old.key, content, old.version, "admin")
    new = desk.services.drafts.submit(edited.id, "再改", "admin")
    for path in ("/api/studio/review/approve", "/api/studio/review/reject"):
        refused = desk.lead.post(path, json=seen(old) | {"note": "好"})
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "edited_meanwhile")
    assert desk.services.drafts.get(new.id).state is DraftState.IN_REVIEW
    refused = desk.lead.post("/api/studio/publish", json={"drafts": [seen(old)], "note": "好"})
    assert "刷新" in told(refused)


def test_a_wording_is_live_at_once_and_who_did_it_is_noted(desk: Desk) -> None:
    draft = desk.approved(desk.reworded(0, words="当天就生效。"))
    answer = desk.admin.post("/api/studio/publish", json={"drafts": [seen(draft)], "note": ""}).json()
    assert (answer["state"], answer["busy"]) == ("live", False)
    assert "当天就生效。" in str(desk.services.live_contents().topics[draft.key])
    assert desk.noted() == ("faq_published", str(answer["number"]), "局里来电更正")  # the draft's own reason
    assert f"第 {answer['number']} 版</a>" in desk.admin.get(PUBLISH).text
    page = desk.admin.get(f"/admin/faq/releases/{answer['number']}").text
    assert "正在使用" in page
    assert "<ins>当天就生效。</ins>" in page
    assert "没有训练" in page


def test_what_is_not_approved_is_not_published(desk: Desk) -> None:
    draft = desk.reworded(0)
    refused = desk.admin.post("/api/studio/publish", json={"drafts": [seen(draft)], "note": "好"})
    assert (refused.status_code, "编辑中" in told(refused)) == (403, True)
    assert desk.services.drafts.get(draft.id).state is DraftState.EDITING
    empty = desk.admin.post("/api/studio/publish", json={"drafts": [], "note": "好"})
    assert (empty.status_code, told(empty)) == (422, "请先选要发布的改动。")


def test_without_reviews_drafts_are_handed_in_with_the_note(desk: Desk) -> None:
    desk.reviewed(False)
    draft = desk.reworded(1)
    assert f'id="choose-{draft.id}"' in desk.admin.get(PUBLISH).text
    refused = desk.admin.post("/api/studio/publish", json={"drafts": [seen(draft)], "note": " "})
    assert (refused.status_code, told(refused)) == (422, "请写一句为什么改。")
    answer = desk.admin.post("/api/studio/publish", json={"drafts": [seen(draft)], "note": "来电更正"})
    assert answer.json()["state"] == "live"
    published = desk.services.drafts.get(draft.id)
    assert (published.state, published.note) == (DraftState.PUBLISHED, "来电更正")


def test_without_reviews_an_error_keeps_all_from_being_handed_in(desk: Desk) -> None:
    desk.reviewed(False)
    good, bad = desk.reworded(1), desk.topic(2)
    wrong = desk.services.drafts.save(Kind.TOPIC, bad[0], bad[1] | {"department": "nobody"}, None, "admin")
    refused = desk.admin.post("/api/studio/publish", json={"drafts": [seen(good), seen(wrong)], "note": "改"})
    assert refused.status_code == 422
    assert f"“{bad[1]['title']}”还有要改的" in told(refused)
    assert {each.state for each in desk.services.drafts.open()} == {DraftState.EDITING}


def test_an_outdated_draft_cannot_be_chosen(desk: Desk) -> None:
    draft = desk.approved(desk.reworded(3))
    first = desk.admin.post("/api/studio/publish", json={"drafts": [seen(draft)], "note": "一"})
    assert first.json()["state"] == "live"
    later = desk.approved(desk.reworded(3, words="又一句。"))
    number = first.json()["number"]
    desk.services.publishing.live(number - 1)  # its content differs now from what the draft began on
    desk.services.releases.activate(str(desk.services.publishing.get(number - 1).folder))
    page = desk.admin.get(PUBLISH).text
    assert "在编辑的时候又发布过别的改动" in page
    assert f'id="choose-{later.id}"' not in page
    refused = desk.admin.post("/api/studio/publish", json={"drafts": [seen(later)], "note": "一"})
    assert refused.json()["error"]["code"] == "outdated"


def test_a_time_is_that_of_china_and_can_be_taken_back(desk: Desk) -> None:
    draft = desk.approved(desk.reworded(4))
    path = "/api/studio/publish/time"
    asked = {"drafts": [seen(draft)], "at": "2199-01-02T08:30"}
    assert desk.admin.post(path, json=asked).json() == {"at": "2199-01-02 08:30"}
    held = desk.services.drafts.get(draft.id)
    assert held.publish_at == datetime(2199, 1, 2, 0, 30, tzinfo=timezone.utc)
    assert desk.noted() == ("faq_scheduled", draft.key, "2199-01-02 08:30")
    page = desk.admin.get(PUBLISH).text
    assert "已定时 <span" in page
    assert "2199-01-02 08:30 发布" in page
    assert desk.admin.post(path, json={"drafts": [seen(held)], "at": None}).json() == {"at": ""}
    assert desk.services.drafts.get(draft.id).publish_at is None


@pytest.mark.parametrize(
    ("at", "message"), [("2001-01-01T08:00", "以后"), ("", "日期和时间"), ("明天", "日期和时间")]
)
def test_a_time_that_is_none_or_over_changes_nothing(desk: Desk, at: str, message: str) -> None:
    desk.reviewed(False)
    draft = desk.reworded(4)
    refused = desk.admin.post(
        "/api/studio/publish/time", json={"drafts": [seen(draft)], "note": "改", "at": at}
    )
    assert (refused.status_code, message in told(refused)) == (422, True)
    assert desk.services.drafts.get(draft.id) == draft


def test_the_release_that_is_being_made_is_followed(desk: Desk) -> None:
    release = desk.training(5, "编出来的一种问法甲")
    path = f"/api/studio/releases/{release.number}"
    shown = desk.lead.get(path).json()
    assert (shown["busy"], shown["stage"], shown["progress"]) == (True, "正在学习新的问法", 0.2)
    for page in (PUBLISH, f"/admin/faq/releases/{release.number}"):
        text = desk.lead.get(page).text
        assert f'data-number="{release.number}"' in text
        assert 'value="0.2"' in text
    assert "发布中 <span" in desk.admin.get(PUBLISH).text
    other = desk.approved(desk.reworded(6))
    refused = desk.admin.post("/api/studio/publish", json={"drafts": [seen(other)], "note": "急"})
    assert (refused.status_code, told(refused)) == (403, f"第 {release.number} 版正在发布，等它结束再发布。")
    desk.publisher.go_live(desk.services.publishing.get(release.number))
    ended = desk.lead.get(path).json()
    assert (ended["busy"], ended["state"], ended["progress"]) == (False, "live", 1.0)
    assert 'id="making"' not in desk.admin.get(PUBLISH).text


def test_a_failed_release_says_why_and_its_drafts_are_free(desk: Desk) -> None:
    release = desk.training(5, "编出来的一种问法乙")
    desk.services.publishing.failed(release.number, "磁盘满了，请联系维护人员。")
    page = desk.admin.get(PUBLISH).text
    assert f"第 {release.number} 版没有发布成功" in page
    assert "磁盘满了" in page
    assert "可发布 <span" in page
    assert "磁盘满了" in desk.admin.get(f"/admin/faq/releases/{release.number}").text


def blocked(desk: Desk, question: str) -> Release:
    release = desk.training(7, question)
    (good, topic), (other, wrong) = desk.topic(7), desk.topic(8)
    desk.publisher.block(release.number, {good: topic["title"], other: wrong["title"]})
    return release


def test_a_blocked_release_says_what_broke_in_titles(desk: Desk) -> None:
    release = blocked(desk, "编出来的一种问法丙")
    (good, topic), (_, wrong) = desk.topic(7), desk.topic(8)
    for path in (PUBLISH, f"/admin/faq/releases/{release.number}"):
        page = desk.lead.get(path).text
        assert f"“{topic['title']}”听不准了：6 句测试里，以前对 6 句，现在对 3 句。" in page
        assert (
            f"<td>编出来的第 0 句</td><td>{topic['title']}</td><td>{topic['title']}</td><td>{wrong['title']}</td>"
            in page
        )
        assert "少 3 句" in page
        assert "变差 3 句" in page
        assert f">{good}<" not in page


def test_a_supervisor_may_overrule_with_a_reason_others_may_not(desk: Desk) -> None:
    release = blocked(desk, "编出来的一种问法丁")
    assert 'data-act="overrule"' not in desk.admin.get(PUBLISH).text
    assert 'data-act="overrule"' in desk.lead.get(PUBLISH).text
    path = f"/api/studio/releases/{release.number}/overrule"
    assert desk.admin.post(path, json={"reason": "先这样"}).status_code == 403
    refused = desk.lead.post(path, json={"reason": "急"})
    assert (refused.status_code, told(refused)) == (422, "请写明为什么仍然要发布。")
    assert desk.lead.post(path, json={"reason": "市局要求今天上线"}).json()["state"] == "live"
    assert desk.noted() == ("faq_overruled", str(release.number), "市局要求今天上线")
    page = desk.admin.get(f"/admin/faq/releases/{release.number}").text
    assert "强制发布：市局要求今天上线" in page


def test_a_blocked_release_can_be_given_up(desk: Desk) -> None:
    release = blocked(desk, "编出来的一种问法戊")
    draft = desk.services.publishing.drafts_of(release.number)[0]
    assert (
        desk.admin.post(f"/api/studio/releases/{release.number}/abandon", json={}).json()["state"]
        == "abandoned"
    )
    assert desk.noted() == ("faq_abandoned", str(release.number), "")
    assert desk.services.drafts.get(draft.id).release is None
    again = desk.admin.post(f"/api/studio/releases/{release.number}/abandon", json={})
    assert again.status_code == 403


def test_history_lists_releases_and_finds_who_gave_an_answer(desk: Desk) -> None:
    draft = desk.approved(desk.reworded(9))
    desk.admin.post("/api/studio/publish", json={"drafts": [seen(draft)], "note": "为了历史"})
    live = desk.services.publishing.current()
    assert live
    assert live.folder
    page = desk.admin.get(HISTORY).text
    assert all(
        words in page for words in (f"第 {live.number} 版", "为了历史", "正在使用", "以前用过", "第 1 版")
    )
    found = desk.admin.get(HISTORY, params={"content": f" {live.folder} "}).text
    assert f"是第 {live.number} 版" in found
    assert "第 1 版</a>" not in found
    assert "没有一个版本" in desk.admin.get(HISTORY, params={"content": "nothing"}).text
    older = desk.admin.get(HISTORY, params={"before": live.number}).text
    assert f"第 {live.number} 版</a>" not in older


def test_one_click_goes_back_for_a_reason(desk: Desk) -> None:
    draft = desk.approved(desk.reworded(9, words="要收回的话。"))
    desk.admin.post("/api/studio/publish", json={"drafts": [seen(draft)], "note": "错了"})
    assert "要收回的话。" in str(desk.services.live_contents().topics[draft.key])
    path = "/api/studio/releases/1/return"
    assert 'id="back-1"' in desk.admin.get("/admin/faq/releases/1").text
    assert desk.admin.post(path, json={"reason": " "}).status_code == 422
    answer = desk.admin.post(path, json={"reason": "新版说错了"}).json()
    assert (answer["state"], desk.noted()) == ("live", ("faq_returned", "1", "新版说错了"))
    assert "要收回的话。" not in str(desk.services.live_contents().topics[draft.key])
    number = answer["number"]
    assert (
        desk.admin.post(f"/api/studio/releases/{number}/return", json={"reason": "再来"}).status_code == 403
    )
    folder = desk.services.publishing.get(number).folder
    both = desk.admin.get(HISTORY, params={"content": folder}).text
    assert f"是第 {number}、" in both
    assert "第 1 版</a>" in both


def test_two_releases_side_by_side(desk: Desk) -> None:
    draft = desk.approved(desk.reworded(10, words="比得出来的话。"))
    number = desk.admin.post("/api/studio/publish", json={"drafts": [seen(draft)], "note": "比"}).json()[
        "number"
    ]
    parent = desk.services.publishing.get(number).parent
    path, title = f"{HISTORY}/compare", desk.topic(10)[1]["title"]
    page = desk.admin.get(path, params={"before": parent, "after": number}).text
    assert "1 条不同" in page
    assert title in page
    assert "<ins>比得出来的话。</ins>" in page
    back = desk.admin.get(path, params={"before": number, "after": parent}).text
    assert "<del>比得出来的话。</del>" in back
    assert "内容一样" in desk.admin.get(path, params={"before": number, "after": number}).text


def test_files_that_are_gone_or_broken_are_named(desk: Desk) -> None:
    draft = desk.approved(desk.reworded(11))
    number = desk.admin.post("/api/studio/publish", json={"drafts": [seen(draft)], "note": "一"}).json()[
        "number"
    ]
    desk.admin.post(f"/api/studio/releases/{number - 1}/return", json={"reason": "回去"})
    folder = desk.var / "releases" / str(desk.services.publishing.get(number).folder)
    next((folder / "faq").glob("*.yml")).write_text("a: [", encoding="utf-8")
    path = f"{HISTORY}/compare"
    broken = desk.admin.get(path, params={"before": 1, "after": number})
    assert (broken.status_code, f"第 {number} 版的文件" in broken.text) == (404, True)
    shutil.rmtree(folder)
    gone = desk.admin.get(path, params={"before": 1, "after": number})
    assert (gone.status_code, "已经不在了，没法比较" in gone.text) == (404, True)
    assert desk.admin.get(f"/admin/faq/releases/{number}").status_code == 200


@pytest.mark.parametrize("number", ["0", "99999", "x", "²", "9" * 30])
def test_a_release_that_there_is_not(desk: Desk, number: str) -> None:
    answer = desk.admin.get(f"/admin/faq/releases/{number}")
    assert (answer.status_code, "没有这个版本" in answer.text) == (404, True)
    assert (
        desk.admin.get(f"{HISTORY}/compare", params={"before": number[:12], "after": "1"}).status_code == 404
    )


def test_the_history_of_one_entry(desk: Desk) -> None:
    draft = desk.approved(desk.reworded(12, words="第一次改。"))
    number = desk.admin.post("/api/studio/publish", json={"drafts": [seen(draft)], "note": "一"}).json()[
        "number"
    ]
    pending = desk.reworded(12, by="supervisor", words="第二次改。")
    page = desk.admin.get(f"{HISTORY}/topic/{draft.key}").text
    assert page.index("编辑中") < page.index("已发布")
    assert all(words in page for words in ("<ins>第一次改。</ins>", "<ins>第二次改。</ins>", "局里来电更正"))
    assert f'href="/admin/faq/releases/{number}"' in page
    assert pending.key == draft.key
    assert desk.admin.get(f"{HISTORY}/topic/no-such-topic").status_code == 404
    assert desk.admin.get(f"{HISTORY}/sort/{draft.key}").status_code == 404
    untouched = desk.topic(30)[0]
    assert "还没有在这里改过" in desk.admin.get(f"{HISTORY}/topic/{untouched}").text


def test_pages_and_deeds_are_for_who_may(desk: Desk) -> None:
    agent = desk.site.log_in("agent")
    for path in ("/admin/faq/releases/1", f"{HISTORY}/compare", f"{HISTORY}/topic/x"):
        assert agent.get(path).status_code == 403
        assert desk.site.browser().get(path).status_code == 303


def test_texts_are_cut_where_they_differ_numbers_as_a_whole() -> None:
    assert marked("缴费基数下限是 4462 元，每年七月调整。", "缴费基数下限是 4812.5 元，每年七月调整。") == (
        [("缴费基数下限是 ", False), ("4462", True), (" 元，每年七月调整。", False)],
        [("缴费基数下限是 ", False), ("4812.5", True), (" 元，每年七月调整。", False)],
    )
    assert marked(None, "新") == (None, [("新", True)])
    assert marked("完全是这一句", "另外写了别的") == ([("完全是这一句", True)], [("另外写了别的", True)])


def test_how_long_training_takes_is_learnt_from_the_last_ones() -> None:
    began = datetime(2026, 11, 26, tzinfo=timezone.utc)

    def release(seconds: int, **more: Any) -> Release:
        took = timedelta(seconds=seconds)
        return Release(
            1,
            "f",
            None,
            ReleaseState.RETIRED,
            began,
            "a",
            "",
            live_at=began + took,
            **({"trained": True} | more),
        )

    assert training_seconds([]) == 30
    assert training_seconds([release(41)]) == 50
    ignored = [
        release(9000, overruled_by="wang"),
        release(1, trained=False),
        replace(release(9000), live_at=None),
    ]
    assert training_seconds([*ignored, release(20), release(21), release(60)]) == 30
