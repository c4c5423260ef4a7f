"""The editor of topics and local values, over the real knowledge base and store; bench and publisher are played."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.business.audit import AuditQuery
from bot.business.errors import NotAllowed
from bot.business.studio.contents import Change, Kind
from bot.business.studio.release import Release, ReleaseState
from bot.business.studio.understanding import Near, Understanding
from bot.knowledge.contents_files import write_contents
from bot.studio.bench import Bench, BenchUnavailable
from bot.studio.publisher import Publisher
from bot.studio.studio import Studio
from tests.integration.web.staff_site import StaffSite, staff_site

KEY = "death_employee"
NOTE = "按新文件改"


class PlayedBench(Bench):
    """Takes every sentence for one topic."""

    def __init__(self) -> None:
        self.topic: str | None = None

    async def understand(
        self, texts: Sequence[str], folder: str | None = None, reasons: int = 0
    ) -> list[Understanding]:
        if self.topic is None:
            raise BenchUnavailable("没有开")
        intent = f"faq_{self.topic}"
        return [Understanding(text, text, True, ((intent, 0.9),), intent, 0.9, ()) for text in texts]

    async def near(self, texts: Sequence[str], least: float = 0.6, most: int = 5) -> list[list[Near]]:
        return [[Near("卡丢了咋办", f"faq_{self.topic}", 0.9)] for _ in texts]


class PlayedPublisher(Publisher):
    """Remembers what it was asked to publish."""

    def __init__(self) -> None:
        self.asked: list[tuple[list[str], str, str]] = []
        self.refusal: NotAllowed | None = None
        self.comes_to = ReleaseState.LIVE

    def get_ready(self) -> None:
        """There is nothing to prepare."""

    async def publish(self, draft_ids: Sequence[str], note: str, by: str) -> Release:
        if self.refusal:
            raise self.refusal
        self.asked.append((list(draft_ids), note, by))
        return Release(7, "abc", 6, self.comes_to, datetime.now(timezone.utc), by, note, problem="磁盘满了。")


class Desk:
    """One admin's browser, and what stands behind it."""

    def __init__(self, site: StaffSite) -> None:
        self.services = site.app.state.context.services  # the app's own, so that settings can be played too
        self.browser = site.log_in("admin")
        self.bench, self.publisher = PlayedBench(), PlayedPublisher()
        held = site.app.state.context
        site.app.state.context = replace(held, studio=Studio(self.bench, self.publisher))

    def get(self, kind: str, key: str) -> dict[str, Any]:
        return self.browser.get(f"/api/studio/edit/{kind}/{key}").json()

    def save(self, kind: str, key: str, content: Any, **seen: Any) -> Any:
        return self.browser.put(f"/api/studio/edit/{kind}/{key}", json={"content": content, **seen})

    def check(self, content: Any, kind: str = "topic", key: str = KEY, **more: Any) -> dict[str, Any]:
        body = {"kind": kind, "key": key, "content": content, **more}
        answer = self.browser.post("/api/studio/check", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def hand_in(self, what: str, kind: str, key: str, note: str = NOTE, version: int | None = None) -> Any:
        seen = version or self.get(kind, key)["draft"]["version"]
        body = {"entries": [{"kind": kind, "key": key, "version": seen}], "note": note}
        return self.browser.post(f"/api/studio/edit/{what}", json=body)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffSite]:
    with staff_site(tmp_path_factory.mktemp("studio")) as opened:
        yield opened


@pytest.fixture
def desk(site: StaffSite) -> Iterator[Desk]:
    opened = Desk(site)
    yield opened
    drafts = opened.services.drafts
    drafts.review = False
    for draft in drafts.open():
        drafts.discard(draft.id, "test")


def messages(found: list[dict[str, Any]], place: str = "") -> str:
    return "；".join(each["message"] for each in found if each["place"].startswith(place))


def test_the_list_finds_topics_by_title_question_and_answer(desk: Desk) -> None:
    everything = desk.browser.get("/api/studio/entries").json()
    assert everything["total"] == len(everything["topics"]) == 159
    first = everything["topics"][0]
    assert (first["key"], first["department"]) == (KEY, "人力社保部门")
    assert first["questions"] > 15
    assert first["draft"] is None

    def found(words: str) -> list[dict[str, Any]]:
        return desk.browser.get("/api/studio/entries", params={"q": words}).json()["topics"]

    assert found("职工或退休人员去世")[0]["key"] == KEY
    by_question = found("丧藏费 申领")
    assert (by_question[0]["key"], by_question[0]["found"]) == (KEY, "丧藏费和抚恤金怎么申领")
    assert KEY in [each["key"] for each in found("城镇居民月人均可支配收入")]
    assert found("绝对没有的字眼") == []


def test_a_draft_is_seen_in_the_list_and_shows_what_it_changes(desk: Desk) -> None:
    held = desk.get("topic", KEY)
    assert (held["draft"], held["differences"], held["outdated"]) == (None, [], False)
    content = held["content"] | {"title": "亲人去世能领什么", "department": "medical"}
    saved = desk.save("topic", KEY, content, base=held["base"]).json()
    assert saved["draft"]["version"] == 1
    assert saved["training"] is True
    told = {each["where"]: (each["before"], each["after"]) for each in saved["differences"]}
    assert told == {
        "标题": ("职工或退休人员去世能领什么", "亲人去世能领什么"),
        "部门": ("人力社保部门", "医疗保障部门"),
    }
    row = desk.browser.get("/api/studio/entries", params={"q": "亲人去世"}).json()["topics"][0]
    assert row["draft"] == {"label": "修改，编辑中", "state": "editing", "by": "admin"}
    assert desk.services.knowledge.current().topics[KEY].title == "职工或退休人员去世能领什么"


def test_who_is_late_sees_the_difference_and_nothing_is_lost(desk: Desk) -> None:
    held = desk.get("topic", KEY)
    mine, theirs = (held["content"] | {"title": title} for title in ("我的标题", "别人的标题"))
    desk.services.drafts.save(Kind.TOPIC, KEY, theirs, None, "supervisor")
    late = desk.save("topic", KEY, mine, base=held["base"])
    assert late.status_code == 409
    told = late.json()
    assert told["error"]["code"] == "edited_meanwhile"
    assert "supervisor" in told["error"]["message"]
    assert told["differences"] == [{"where": "标题", "before": "别人的标题", "after": "我的标题"}]
    assert told["theirs"]["title"] == "别人的标题"
    kept = desk.save("topic", KEY, mine, version=told["draft"]["version"], base=told["base"])
    assert kept.json()["draft"]["version"] == 2
    assert desk.get("topic", KEY)["content"]["title"] == "我的标题"


def test_a_save_whose_answer_got_lost_may_come_again(desk: Desk) -> None:
    held = desk.get("topic", KEY)
    content = held["content"] | {"title": "再来一次"}
    first = desk.save("topic", KEY, content, base=held["base"]).json()
    again = desk.save("topic", KEY, content, base=held["base"])
    assert (again.status_code, again.json()["draft"]["version"]) == (200, first["draft"]["version"])


def test_what_was_published_meanwhile_isnt_written_over(desk: Desk) -> None:
    held = desk.get("topic", KEY)
    stale = desk.save("topic", KEY, held["content"] | {"title": "旧页面"}, base="0123456789abcdef")
    assert stale.status_code == 409
    assert stale.json()["draft"] is None
    assert stale.json()["base"] == held["base"]
    assert desk.services.drafts.open_for(Kind.TOPIC, KEY) is None


def test_what_no_form_sends_is_refused(desk: Desk) -> None:
    held = desk.get("topic", KEY)
    wrong = (
        {"answers": "x"},
        {"title": 7},
        {"title": "长" * 300},
        {"foreign": 1},
        {"questions": [{"a": 1}]},
    )
    for each in wrong:
        answer = desk.save("topic", KEY, held["content"] | each, base=held["base"])
        assert answer.status_code == 422, each
        assert answer.json()["error"]["message"] in ("内容的格式不对，请刷新页面再试。", "这里写得太长了。")
    assert desk.browser.get("/api/studio/edit/topic/none").status_code == 404
    assert desk.browser.get("/api/studio/edit/other/none").status_code == 422
    assert desk.browser.get("/admin/faq/entries/none").status_code == 404


def test_a_new_topic_gets_its_key_from_the_sound_of_its_title(desk: Desk) -> None:
    new = {"title": "医保卡丢了", "department": "medical", "new_group": "新的一组"}
    keys = [desk.browser.post("/api/studio/entries", json=new).json()["key"] for _ in range(2)]
    assert keys == ["yi_bao_ka_diu_le", "yi_bao_ka_diu_le_2"]
    content = desk.get("topic", keys[1])["content"]
    assert content == {
        "group": "xin_de_yi_zu",
        "group_title": "新的一组",
        "id": keys[1],
        "title": "医保卡丢了",
        "department": "medical",
    }
    assert desk.browser.get(f"/admin/faq/entries/{keys[0]}").status_code == 200
    rows = desk.browser.get("/api/studio/entries", params={"q": "医保卡丢了"}).json()["topics"]
    assert {each["draft"]["label"] for each in rows if each["key"] in keys} == {"新主题，编辑中"}
    for wrong in ({"title": " "}, {"department": "x"}, {"new_group": ""}, {"title": "长" * 30}):
        answer = desk.browser.post("/api/studio/entries", json=new | wrong)
        assert (answer.status_code, answer.json()["error"]["field"]) == (
            422,
            next(iter(wrong)).removeprefix("new_"),
        )


def test_checks_say_in_the_words_of_the_form_what_blocks(desk: Desk) -> None:
    empty = {
        "group": "cards",
        "group_title": "社保卡",
        "title": "长" * 30,
        "department": "none",
        "questions": ["怎么办", "怎么办？"],
        "answers": [{"speech": "话" * 81, "sources": [{"name": "文件", "number": "", "article": ""}]}],
        "local": [{"key": "none", "label": "一", "say": "没有值"}],
    }
    errors = desk.check(empty, key="new_one")["errors"]
    assert "标题有 30 个字" in messages(errors, "title")
    assert "至少要 15 个" in messages(errors, "questions")
    assert "相同" in messages(errors, "questions.1")
    assert messages(errors, "answers.0.screen") == "还没填屏幕答案"
    assert messages(errors, "answers.0.as_of") == "还没填口径日期"
    assert "最多 80 个字" in messages(errors, "answers.0.speech")
    assert messages(errors, "answers.0.sources.0.year") == "依据要写年份，例如 2018"
    assert messages(errors, "department") == "请选一个部门"
    assert messages(errors, "local.0.key") == "没有这个本地值，请重新选"
    for each in errors:
        assert not any(name in each["message"] for name in ("screen", "as_of", "sources", "expires")), each


def test_checks_find_the_same_question_in_another_topic(desk: Desk) -> None:
    held = desk.get("topic", KEY)
    theirs = desk.get("topic", "death_resident")["live"]["questions"][0]
    moved = held["content"]["questions"]
    found = desk.check(held["content"] | {"questions": [*moved, f"{theirs}？"]})
    place = f"questions.{len(moved)}"
    assert [(each["place"], each["topic"]["key"]) for each in found["errors"]] == [(place, "death_resident")]
    assert found["training"] is True

    resident = desk.get("topic", "death_resident")  # the other topic gives it away: a hint, no error
    less = resident["content"] | {"questions": resident["content"]["questions"][1:]}
    desk.save("topic", "death_resident", less, base=resident["base"])
    found = desk.check(held["content"] | {"questions": [*moved, theirs]})
    assert found["errors"] == []
    assert "一起发布" in messages(found["warnings"], place)


def test_the_bench_says_what_would_be_confused_and_may_be_away(desk: Desk) -> None:
    content = desk.get("topic", KEY)["content"]
    asked = content | {"questions": [*content["questions"], "卡不见了怎么弄"]}
    assert desk.check(asked, likely=True) == {"available": False, "tried": 0, "warnings": []}
    desk.bench.topic = "card_lost"
    found = desk.check(asked, likely=True)
    assert (found["available"], found["tried"]) == (True, 1)
    assert "卡丢了咋办" in messages(found["warnings"], f"questions.{len(content['questions'])}")
    desk.bench.topic = KEY
    assert desk.check(asked, likely=True)["warnings"] == []
    assert desk.check(content, likely=True)["tried"] == 0


def test_a_wording_goes_live_with_one_button(desk: Desk) -> None:
    held = desk.get("topic", KEY)
    answer = held["content"]["answers"][0] | {"speech": "遗属可以领丧葬补助金和抚恤金。"}
    saved = desk.save("topic", KEY, held["content"] | {"answers": [answer]}, base=held["base"]).json()
    assert saved["training"] is False
    assert desk.hand_in("publish", "topic", KEY, note="").status_code == 422
    assert desk.hand_in("publish", "topic", KEY, version=99).status_code == 403
    done = desk.hand_in("publish", "topic", KEY).json()
    assert (done["outcome"], done["go"]) == ("live", None)
    assert desk.publisher.asked == [([saved["draft"]["id"]], NOTE, "admin")]
    noted = desk.services.audit.search(AuditQuery(actor="admin"), 2)
    assert [(each.action, each.target) for each in noted] == [("faq_published", "7"), ("faq_submitted", KEY)]


def test_what_has_to_be_learnt_goes_through_the_publish_page(desk: Desk) -> None:
    held = desk.get("topic", KEY)
    more = [*held["content"]["questions"], "人没了公家给啥说法哩"]
    desk.save("topic", KEY, held["content"] | {"questions": more}, base=held["base"])
    done = desk.hand_in("publish", "topic", KEY).json()
    assert (done["outcome"], done["go"]) == ("training", "/admin/faq/publish")
    assert desk.publisher.asked == []
    assert desk.get("topic", KEY)["draft"]["state"] == "approved"


def test_with_review_nothing_goes_live_at_once(desk: Desk) -> None:
    desk.services.drafts.review = True
    held = desk.get("value", "base.lower")
    content = held["content"] | {"value": "4812元", "as_of": "2026-07-01", "source": "浙人社发〔2026〕1号"}
    desk.save("value", "base.lower", content, base=held["base"])
    assert desk.hand_in("publish", "value", "base.lower").json()["outcome"] == "review"
    assert desk.publisher.asked == []
    assert desk.get("value", "base.lower")["draft"]["state"] == "in_review"


def test_errors_hold_a_draft_back_and_a_refusal_leaves_it_ready(desk: Desk) -> None:
    held = desk.get("value", "base.lower")
    desk.save("value", "base.lower", held["content"] | {"value": "4812元"}, base=held["base"])
    refused = desk.hand_in("publish", "value", "base.lower")
    assert refused.status_code == 422
    assert refused.json()["error"]["message"] == "“缴费基数下限”还有要改的：有值，就要写口径日期和出处。"
    now = desk.get("value", "base.lower")
    content = now["content"] | {"as_of": "2026-07-01", "source": "浙人社发〔2026〕1号"}
    desk.save("value", "base.lower", content, version=now["draft"]["version"], base=now["base"])
    desk.publisher.refusal = NotAllowed("busy", "第 3 版正在发布，等它结束再发布。")
    assert desk.hand_in("publish", "value", "base.lower").status_code == 403
    desk.publisher.refusal = None
    desk.publisher.comes_to = ReleaseState.FAILED
    failed = desk.hand_in("publish", "value", "base.lower", note="").json()
    assert failed == {
        "outcome": "failed",
        "message": "没有发布成：磁盘满了。现在用的没有变，草稿还在。",
        "go": None,
    }
    desk.publisher.comes_to = ReleaseState.TRAINING
    making = desk.hand_in("publish", "value", "base.lower", note="").json()
    assert (making["outcome"], making["go"]) == ("making", "/admin/faq/publish")
    desk.publisher.comes_to = ReleaseState.LIVE
    assert desk.hand_in("publish", "value", "base.lower", note="").json()["outcome"] == "live"


def test_values_missing_ones_first_and_a_new_one(desk: Desk) -> None:
    rows = desk.browser.get("/api/studio/values").json()["values"]
    assert (rows[0]["standing"], rows[0]["shown"]["label"]) == ("missing", "当年养老金调整标准和到账时间")
    assert rows[0]["used"][0]["title"]
    new = desk.browser.post("/api/studio/values", json={"label": "高温津贴标准"}).json()
    assert (new["key"], new["draft"]["state"]) == ("gao_wen_jin_tie_biao_zhun", "editing")
    assert desk.browser.post("/api/studio/values", json={"label": "高温津贴标准"}).status_code == 422
    assert desk.browser.post("/api/studio/values", json={"label": ""}).status_code == 422
    removal = desk.check(None, kind="value", key="base.lower")
    assert "不能删除" in messages(removal["errors"])


def test_the_preview_is_what_a_citizen_gets(desk: Desk) -> None:
    content = desk.get("topic", KEY)["content"]
    need = {"key": "base.lower", "label": "缴费基数下限", "say": "{region}的下限是{value}。"}
    body = {"key": KEY, "content": content | {"local": [need]}, "answer": 0}
    shown = desk.browser.post("/api/studio/preview", json=body).json()
    assert "缴费基数下限。可以拨打 12333（人力社保部门）咨询" in shown["text"]
    assert shown["sources"][0]["name"] == "中华人民共和国社会保险法"
    assert shown["heard"][0]["text"].endswith("要我接着说吗？")
    held = desk.get("value", "base.lower")
    value = held["content"] | {"value": "4812元", "as_of": "2026-07-01", "source": "文件"}
    desk.save("value", "base.lower", value, base=held["base"])
    assert (
        "温州的下限是4812元。"
        in desk.browser.post("/api/studio/preview", json=body).json()["heard"][0]["text"]
    )
    broken = body | {"content": content | {"local": [need | {"say": "{x}"}]}}
    refused = desk.browser.post("/api/studio/preview", json=broken)
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "local")
    assert desk.browser.post("/api/studio/preview", json=body | {"answer": 5}).status_code == 422


def test_what_is_published_can_be_recorded(desk: Desk) -> None:
    content = desk.get("topic", KEY)["content"]
    heard = desk.browser.post("/api/studio/preview", json={"key": KEY, "content": content}).json()["heard"]
    assert heard[0]["recorded"] is False
    assert heard[0]["published"].startswith(f"{KEY}.")


def test_giving_up_and_keeping_after_the_live_entry_changed(desk: Desk) -> None:
    held = desk.get("topic", KEY)
    desk.save("topic", KEY, held["content"] | {"title": "放弃它"}, base=held["base"])
    assert desk.browser.post(f"/api/studio/edit/topic/{KEY}/rebase", json={}).json()["outdated"] is False
    assert desk.browser.post(f"/api/studio/edit/topic/{KEY}/discard", json={}).json() == {"discarded": KEY}
    assert desk.get("topic", KEY)["draft"] is None
    assert desk.browser.post(f"/api/studio/edit/topic/{KEY}/discard", json={}).status_code == 404


def test_a_draft_that_the_live_entry_left_behind_is_compared_and_then_kept(desk: Desk) -> None:
    held = desk.get("topic", KEY)
    desk.save("topic", KEY, held["content"] | {"title": "我的标题"}, base=held["base"])
    with live_with(desk, held["content"] | {"title": "别人发布的标题"}):
        now = desk.get("topic", KEY)
        assert now["outdated"] is True
        assert now["differences"] == [{"where": "标题", "before": "别人发布的标题", "after": "我的标题"}]
        kept = desk.browser.post(f"/api/studio/edit/topic/{KEY}/rebase", json={}).json()
        assert (kept["outdated"], kept["content"]["title"]) == (False, "我的标题")


@contextmanager
def live_with(desk: Desk, topic: dict[str, Any]) -> Iterator[None]:
    """Let another wording of the topic be live for a while."""
    releases, live = desk.services.releases, desk.services.live_contents
    before = live()
    after = before.changed([Change(Kind.TOPIC, KEY, topic)])
    with releases.draft() as folder:
        write_contents(after, before, live.folder(), "wenzhou", folder)
        name = releases.adopt(folder)
    releases.activate(name)
    yield
    (releases.path(name).parent / "active").unlink()


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A site that knows nothing yet."""
    knowledge = tmp_path / "data"
    (knowledge / "regions").mkdir(parents=True)
    (knowledge / "faq").mkdir()
    shutil.copytree("data/reference", knowledge / "reference")
    (knowledge / "reference" / "openings.yml").unlink()
    (knowledge / "regions" / "wenzhou.yml").write_text("region: wenzhou\nname: 温州\nvalues: {}\n", "utf-8")
    monkeypatch.setenv("HOTLINE_KNOWLEDGE", str(knowledge))
    with staff_site(tmp_path / "var") as opened:
        yield opened.log_in("admin")


def test_an_empty_system_says_what_to_do_first(empty: TestClient) -> None:
    assert "新建主题" in empty.get("/admin/faq").text
    assert empty.get("/api/studio/entries").json()["topics"] == []
    assert empty.get("/api/studio/values").json()["values"] == []
    new = {"title": "医保卡丢了", "department": "medical", "new_group": "社保卡"}
    key = empty.post("/api/studio/entries", json=new).json()["key"]
    content = empty.get(f"/api/studio/edit/topic/{key}").json()["content"]
    answer = {"screen": "先挂失。", "speech": "先挂失。"}
    body = {"key": key, "content": content | {"answers": [answer]}}
    assert empty.post("/api/studio/preview", json=body).json()["text"] == "先挂失。"
