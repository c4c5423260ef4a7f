"""The test bench over the real knowledge base and store; what sentences are taken for is given."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from bot.bootstrap import Services
from bot.business.audit import AuditQuery
from bot.business.studio.contents import Kind
from bot.business.studio.release import ReleaseState
from bot.studio.composing import name_understanding
from bot.studio.studio import Studio
from speech.recogniser import Heard
from tests.integration.web.staff_site import StaffSite, staff_site
from tests.integration.web.studio_bench import FakeBench, book, rows_in
from tests.integration.web.studio_publisher import FakePublisher

LOST, APPLY = "card_lost", "card_apply"
NEW = "我那张卡昨天掉河里去了咋整"
HEAD = ("句子", "应答主题")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffSite]:
    with staff_site(tmp_path_factory.mktemp("bench")) as opened:
        yield opened


class Desk:
    """One admin's browser, and what stands behind it."""

    def __init__(self, site: StaffSite) -> None:
        self.site, self.services = site, site.services
        self.bench = FakeBench()
        held = site.app.state.context
        self.studio(held, Studio(self.bench, held.studio.publisher))
        self.browser = site.log_in("admin")
        self.title = self.services.live_contents().topics[LOST]["title"]

    def studio(self, held: Any, studio: Any) -> None:
        self.site.app.state.context = replace(held, studio=studio)

    def post(self, path: str, status: int = 200, **body: Any) -> Any:
        answer = self.browser.post(f"/api/studio/{path}", json=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    def refusal(self, path: str, **body: Any) -> str:
        answer = self.browser.post(f"/api/studio/{path}", json=body)
        assert 400 <= answer.status_code < 500, answer.text
        return str(answer.json()["error"]["message"])

    def upload(self, content: bytes, where: str = "bench") -> Any:
        return self.browser.put(f"/api/studio/{where}/upload?name=一批.xlsx", content=content)

    def batch(self, *rows: tuple[str, str | None]) -> str:
        answer = self.upload(book([HEAD, *rows]))
        assert answer.json()["mistakes"] == [], answer.text
        return str(answer.json()["token"])

    def tried(self, token: str, release: int | None = None) -> Any:
        while True:
            at = self.post(f"bench/batches/{token}/try", release=release)
            if at["done"] == at["total"]:
                break
        query = f"?release={release}" if release else ""
        return self.browser.get(f"/api/studio/bench/batches/{token}{query}").json()

    def questions(self, topic: str) -> list[str]:
        draft = self.services.drafts.open_for(Kind.TOPIC, topic)
        return list(draft.content["questions"]) if draft and draft.content else []


@pytest.fixture
def desk(site: StaffSite) -> Iterator[Desk]:
    yield Desk(site)
    for draft in site.services.drafts.open():
        site.services.drafts.discard(draft.id, "test")
    site.services.test_sentences.drop([each.id for each in site.services.test_sentences.all()])


def test_one_sentence_tells_what_would_be_answered_and_why(desk: Desk) -> None:
    desk.bench.taken[None] = {"设保卡丢了": "faq_card_lost"}
    found = desk.post("bench/try", text="设保卡丢了")
    assert (found["outcome"], found["topic"]) == ("answer", LOST)
    assert found["does"] == f"会回答“{desk.title}”（把握 93%）。"
    assert found["meant"] == "社保卡丢了"
    assert found["ranking"][0] == {"topic": LOST, "title": desk.title, "sure": 0.62, "is_topic": True}
    assert [each["title"] for each in found["ranking"]][-1] != "打招呼"  # a bar that can't be seen
    assert found["reasons"] == [{"text": "社保卡丢了怎么补办", "title": desk.title, "share": 1.0}]
    live = desk.services.live_contents().topics[LOST]["answers"][0]
    assert found["answer"]["text"].startswith(live["screen"].strip()[:20])
    assert found["answer"]["speech"].startswith(live["speech"].strip()[:10])
    assert found["answer"]["sources"]


def test_asked_back_handed_over_and_not_understood_are_told_apart(desk: Desk) -> None:
    desk.bench.taken[None] = {
        "卡": ("faq_card_apply", "faq_card_lost"),
        "找个人来": "request_handoff",
        "着火了": "emergency",
        "第二个": "choose_option",
    }
    asked = desk.post("bench/try", text="卡")
    assert (asked["outcome"], asked["does"]) == ("ask", "把握不够，会反问市民想问哪一个（2 个选择）。")
    assert desk.title in asked["answer"]["text"]
    said = {
        text: desk.post("bench/try", text=text)["does"]
        for text in ("找个人来", "着火了", "第二个", "今天下雨吗")
    }
    assert "转给坐席" in said["找个人来"]
    assert "119" in said["着火了"]
    assert "前面说了什么" in said["第二个"]
    assert "换个说法" in said["今天下雨吗"]
    assert "社保、医保" in "".join(desk.post("bench/try", text="今天下雨吗")["why"])


def test_a_bench_that_is_away_says_so(desk: Desk) -> None:
    desk.bench.away = True
    assert "试验台" in desk.refusal("bench/try", text="卡丢了")
    assert desk.browser.post("/api/studio/bench/try", json={"text": "好" * 501}).status_code == 422


def test_a_sentence_becomes_a_question_in_the_draft_and_can_be_taken_back(desk: Desk) -> None:
    before = desk.services.live_contents()
    done = desk.post("bench/question", text=NEW, topic=LOST)
    assert (done["title"], done["edit"]) == (desk.title, f"/admin/faq/entries/{LOST}")
    assert desk.questions(LOST)[-1] == NEW
    assert desk.services.live_contents() is before
    noted = desk.services.audit.search(AuditQuery(action="faq_question_added"), 1)[0]
    assert (noted.actor, noted.target, noted.reason) == ("admin", LOST, NEW)
    desk.post("bench/question", text="另一句掉了的卡怎么补回来", topic=LOST)  # into the same draft
    assert len(desk.questions(LOST)) == len(before.topics[LOST]["questions"]) + 2
    for text in (NEW, "另一句掉了的卡怎么补回来"):
        desk.post("bench/question/undo", text=text, topic=LOST)
    assert desk.services.drafts.open_for(Kind.TOPIC, LOST) is None


def test_what_tests_is_not_learnt_and_what_is_learnt_does_not_test(desk: Desk) -> None:
    desk.post("sentences", text=NEW, topic=LOST)
    assert "是测试句" in desk.refusal("bench/question", text=NEW + "？", topic=LOST)
    shipped = "我想看看厂里到底给我交了几个月社保上哪看"  # tests/nlu
    assert "是测试句" in desk.refusal("bench/question", text=shipped, topic=LOST)
    learnt = desk.services.live_contents().topics[LOST]["questions"][0]
    assert f"这已经是“{desk.title}”的问法" in desk.refusal("sentences", text=learnt, topic=LOST)
    desk.post("bench/question", text="卡在洗衣机里洗坏掉了要怎么弄", topic=LOST)
    assert "的问法" in desk.refusal("sentences", text="卡在洗衣机里洗坏掉了，要怎么弄？", topic=LOST)
    assert "个人信息" in desk.refusal("bench/question", text="我叫王小明 13800138000 卡丢了", topic=LOST)
    assert desk.refusal("bench/question", text=NEW + "呀", topic="none")
    assert "没有这个主题" in desk.refusal("sentences", text="随便一句", topic="none")


def test_a_spoken_sentence_comes_back_as_text(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sound, path, voice = b"\0\0" * 16000, "/api/studio/bench/sound", desk.site.app.state.context.voice
    monkeypatch.setattr(voice, "model", None)
    refused = desk.browser.put(path, content=sound)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "no_ears")
    assert "只能打字" in desk.browser.get("/admin/faq/bench").text
    monkeypatch.setattr(
        "bot.web.studio.bench_sound.transcribe", lambda model, audio: Heard("卡丢了怎么办", True)
    )
    monkeypatch.setattr(voice, "model", object())
    assert desk.browser.put(path, content=sound).json() == {"text": "卡丢了怎么办"}
    for wrong in (b"", b"\0" * 15999, b"\0\0" * 16000 * 31):
        assert desk.browser.put(path, content=wrong).status_code in (413, 422)


def test_a_batch_is_tried_in_pieces_of_200(desk: Desk) -> None:
    rows = [(f"第{n}句卡丢了", desk.title if n % 2 else LOST) for n in range(450)]
    token = desk.batch(*rows, ("今天下雨吗", None))
    desk.bench.taken[None] = {f"第{n}句卡丢了": "faq_card_lost" for n in range(0, 300)} | {
        "第300句卡丢了": ("faq_card_apply", "faq_card_lost"),
        "第301句卡丢了": "faq_card_apply",
    }
    found = desk.tried(token)
    assert desk.bench.asked == [(200, None), (200, None), (51, None)]
    assert (found["total"], found["done"]) == (451, 451)
    assert found["counts"] == {"hit": 301, "offered": 1, "miss": 149}
    by_line = {row["line"]: row for row in found["rows"]}
    assert by_line[302]["got"].startswith("反问：")
    assert (by_line[303]["verdict"], by_line[304]["got"]) == ("miss", "没听懂，不回答")
    assert (by_line[452]["wanted"], by_line[452]["verdict"]) == ("不归我们管", "hit")
    assert desk.post(f"bench/batches/{token}/try")["done"] == 451
    assert len(desk.bench.asked) == 3  # nothing is tried twice


def test_what_was_tried_is_kept_when_the_bench_goes_away(desk: Desk) -> None:
    token = desk.batch(*((f"第{n}句", LOST) for n in range(250)))
    desk.post(f"bench/batches/{token}/try")
    desk.bench.away = True
    assert "试验台" in desk.refusal(f"bench/batches/{token}/try")
    desk.bench.away = False
    assert desk.post(f"bench/batches/{token}/try")["done"] == 250


def test_mistakes_are_told_by_cell_and_nothing_is_kept(desk: Desk) -> None:
    rows = [
        HEAD,
        ("卡丢了", "没有的主题"),
        (None, LOST),
        ("=1+1", LOST),
        ("卡丢了2", LOST),
        ("卡丢了2", APPLY),
        ("长" * 301, ""),
    ]
    answer = desk.upload(book(rows)).json()
    assert answer["token"] is None
    told = {each["where"]: each["message"] for each in answer["mistakes"]}
    assert set(told) == {"句子!B2", "句子!A3", "句子!A4", "句子!B6", "句子!A7"}
    assert "没有“没有的主题”这个主题" in told["句子!B2"]
    assert "公式" in told["句子!A4"]
    assert "第 5 行有同一句" in told["句子!B6"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空"),
        (b"not a file", "Excel"),
        (book([HEAD, *((f"第{n}句", None) for n in range(5001))]), "一次最多 5,000 句"),
        (book([HEAD]), "没有句子"),
        (book([("题目", "答案"), ("a", "b")]), "缺少列名"),
    ],
)
def test_files_that_cannot_be_taken(desk: Desk, content: bytes, why: str) -> None:
    answer = desk.upload(content).json()
    said = answer["error"]["message"] if "error" in answer else answer["mistakes"][-1]["message"]
    assert why in said or any(why in each["message"] for each in answer.get("mistakes", []))


def test_a_batch_belongs_to_who_uploaded_it(desk: Desk) -> None:
    token = desk.batch(("卡丢了", LOST))
    other = desk.site.log_in("supervisor")
    assert other.get(f"/api/studio/bench/batches/{token}").status_code == 404
    assert other.get(f"/admin/faq/bench/batch/{token}").status_code == 404
    assert desk.browser.get(f"/admin/faq/bench/batch/{token}").status_code == 200
    assert "一批.xlsx" in desk.browser.get("/admin/faq/bench/batch").text
    assert "一批.xlsx" not in other.get("/admin/faq/bench/batch").text
    assert desk.browser.get("/admin/faq/bench/batch/none").status_code == 404


def test_the_difference_to_an_earlier_release(desk: Desk) -> None:
    number, folder = earlier_release(desk)
    token = desk.batch(("甲句", LOST), ("乙句", LOST), ("丙句", LOST))
    desk.bench.taken[None] = {"甲句": "faq_card_lost", "乙句": "faq_card_apply"}
    desk.bench.taken[folder] = {"甲句": "faq_card_apply", "乙句": "faq_card_lost"}
    desk.tried(token)
    found = desk.tried(token, number)
    assert found["other_counts"] == {"hit": 1, "offered": 0, "miss": 2}
    assert found["changes"] == {"same": 1, "better": 1, "worse": 1, "other": 0}
    assert [row["change"] for row in found["rows"]] == ["worse", "better", "same"]
    page = desk.browser.get(f"/admin/faq/bench/batch/{token}").text
    assert f'<option value="{number}">第 {number} 版（以前用过，' in page
    sheet = rows_in(result(desk, token, f"?release={number}"), "结果")
    assert sheet[0][-3:] == ("另一版会答", "另一版结果", "另一版比现在")
    assert sheet[1][-1] == "变差"
    assert desk.browser.get(f"/api/studio/bench/batches/{token}?release=999").status_code == 404
    assert desk.post("bench/try", text="甲句", release=number)["topic"] == APPLY


def earlier_release(desk: Desk) -> tuple[int, str]:
    """Return a release that was live once, with what was trained for it."""
    publisher = FakePublisher(desk.services)
    first = publisher.begin_with_what_is_shipped()
    draft = desk.services.drafts.save(Kind.TOPIC, LOST, changed_title(desk.services), None, "admin")
    desk.services.drafts.submit(draft.id, "试", "admin")
    release = desk.services.publishing.begin([draft.id], "试", "admin")
    desk.services.publishing.note(release.number, folder="0" * 12)
    with desk.services.database.unit_of_work() as work:
        work.commit()
    desk.services.publishing.live(release.number)
    var = desk.site.app.state.context.settings.var
    name_understanding(desk.services.releases.path(str(first.folder)), "trained")
    (var / "understanding" / "trained").mkdir(parents=True)
    (var / "understanding" / "trained" / "sentences.json").write_text("[]")
    (desk.services.releases._folder / "active").unlink()
    assert desk.services.publishing.get(first.number).state is ReleaseState.RETIRED
    return first.number, str(first.folder)


def changed_title(services: Services) -> dict[str, Any]:
    return dict(services.live_contents().topics[LOST]) | {"title": "社保卡不见了"}


def result(desk: Desk, token: str, query: str = "") -> bytes:
    answer = desk.browser.get(f"/api/studio/bench/batches/{token}/result.xlsx{query}")
    assert answer.status_code == 200
    return answer.content


def test_results_to_download_never_hold_a_formula(desk: Desk) -> None:
    texts = ["'=HYPERLINK(1)卡丢了", "+1卡丢了", "@卡丢了", "-卡丢了"]
    token = desk.batch(*((text, LOST) for text in texts))
    content = result(desk, token)
    sheet = load_workbook(BytesIO(content))["结果"]
    assert [sheet.cell(row, 2).value for row in range(2, 6)] == texts
    assert {sheet.cell(row, 2).data_type for row in range(2, 6)} == {"s"}


def test_misses_become_questions_until_the_batch_tests_no_more(desk: Desk) -> None:
    rows = [(f"掉河里的卡第{n}种说法怎么弄", LOST) for n in range(10)]
    token = desk.batch(*rows, ("今天下雨吗", None))
    desk.tried(token)
    one = desk.post(f"bench/batches/{token}/learn", rows=[0])
    assert (one["added"], one["spoilt"]) == (1, False)
    assert desk.questions(LOST)[-1] == rows[0][0]
    desk.post("sentences", text=rows[1][0], topic=LOST)
    many = desk.post(f"bench/batches/{token}/learn", rows=[1, 2, 3, 10])
    assert (many["added"], many["spoilt"]) == (2, True)
    why = {each["text"]: each["why"] for each in many["refused"]}
    assert "是测试句" in why[rows[1][0]]
    assert "没有主题可教" in why["今天下雨吗"]
    found = desk.browser.get(f"/api/studio/bench/batches/{token}").json()
    assert [row["number"] for row in found["rows"] if row["taught"]] == [0, 2, 3]
    assert "不能再当测试句" in desk.refusal(f"bench/batches/{token}/tests")


def test_a_question_of_another_topic_does_not_hold_up_the_others(desk: Desk) -> None:
    theirs = desk.services.live_contents().topics[APPLY]["questions"][0]
    token = desk.batch((theirs, LOST), (NEW, LOST))
    done = desk.post(f"bench/batches/{token}/learn", rows=[0, 1, 1, 7])
    assert done["added"] == 1
    assert [each["text"] for each in done["refused"]] == [theirs]
    assert NEW in desk.questions(LOST)


def test_a_whole_batch_becomes_tests(desk: Desk) -> None:
    learnt = desk.services.live_contents().topics[LOST]["questions"][0]
    token = desk.batch((NEW, LOST), ("今天下雨吗", None), (learnt, LOST))
    done = desk.post(f"bench/batches/{token}/tests")
    assert (done["new"], done["known"], len(done["refused"])) == (2, 0, 1)
    assert desk.post(f"bench/batches/{token}/tests")["known"] == 2
    held = {each.text: each.topic for each in desk.services.test_sentences.all()}
    assert held == {NEW: LOST, "今天下雨吗": None}
    again = desk.post("bench/batches")["token"]
    assert desk.tried(again)["total"] == 2


def test_test_sentences_are_found_added_changed_and_removed(desk: Desk) -> None:
    assert "还没有自己的测试句" in desk.refusal("bench/batches")
    desk.post("sentences", text=f"  {NEW} ", topic=APPLY)
    kept = desk.post("sentences", text=NEW, topic=LOST, channel="voice")  # the same sentence, put right
    desk.post("sentences", text="今天下雨吗", topic=None)
    found = desk.browser.get("/api/studio/sentences").json()
    assert (found["total"], found["found"]) == (2, 2)
    row = found["rows"][1]
    assert (row["text"], row["title"], row["channel"]) == (NEW, desk.title, "电话")

    def texts(words: str) -> list[str]:
        rows = desk.browser.get("/api/studio/sentences", params={"q": words}).json()["rows"]
        return [each["text"] for each in rows]

    assert texts("掉河里") == texts(desk.title) == [NEW]
    assert texts("不归我们管") == ["今天下雨吗"]
    desk.post("bench/question", text="卡叫狗吃了", topic=LOST)
    assert desk.post("sentences/remove", ids=[kept["id"], "none"]) == {"removed": 1}
    assert [each.text for each in desk.services.test_sentences.all()] == ["今天下雨吗"]
    assert desk.services.audit.search(AuditQuery(action="faq_tested"), 1)[0].reason == f"删了 1 句：{NEW}"


def test_test_sentences_out_and_in_again(desk: Desk) -> None:
    desk.post("sentences", text=NEW, topic=LOST, channel="voice")
    desk.post("sentences", text="=今天下雨吗", topic=None)
    content = desk.browser.get("/api/studio/sentences.xlsx").content
    assert rows_in(content, "句子") == [
        ("句子", "应答主题", "渠道"),
        (NEW, desk.title, "电话"),
        ("=今天下雨吗", None, "网页"),
    ]
    before = {(each.text, each.topic, each.channel) for each in desk.services.test_sentences.all()}
    assert desk.upload(content, "sentences").json()["known"] == 2
    assert {(each.text, each.topic, each.channel) for each in desk.services.test_sentences.all()} == before
    more = book([("句子", "应答主题", "渠道"), ("又一句卡的事", LOST, "网页"), ("再一句", None, "信鸽")])
    told = desk.upload(more, "sentences").json()["mistakes"]
    assert told == [{"where": "句子!C3", "message": "渠道要写网页或电话。"}]
    learnt = desk.services.live_contents().topics[LOST]["questions"][0]
    refused = desk.upload(book([HEAD, ("又一句卡的事", LOST), (learnt, LOST)]), "sentences").json()
    assert [each["where"] for each in refused["mistakes"]] == ["第 3 行"]
    assert len(desk.services.test_sentences.all()) == 2  # nothing of a file with mistakes
    assert desk.upload(book([HEAD, ("又一句卡的事", LOST)]), "sentences").json()["new"] == 1


def test_the_empty_sheet_offers_the_topics(desk: Desk) -> None:
    content = desk.browser.get("/api/studio/bench/template.xlsx").content
    assert rows_in(content, "句子") == [HEAD]
    assert len(rows_in(content, "主题")) == 160
    rule = load_workbook(BytesIO(content))["句子"].data_validations.dataValidation[0]
    assert rule.formula1 == "'主题'!$B$2:$B$160"
    assert desk.upload(content).json()["error"]["message"].startswith("这张表里没有句子")


@pytest.mark.parametrize("path", ["/admin/faq/bench", "/admin/faq/bench/batch", "/admin/faq/bench/sentences"])
def test_the_pages(desk: Desk, path: str) -> None:
    answer = desk.browser.get(path)
    assert answer.status_code == 200
    assert f'href="{path}" aria-current="page"' in answer.text
    agent: TestClient = desk.site.log_in("agent")
    assert agent.get(path).status_code == 403
