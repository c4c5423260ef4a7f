"""What people asked, on the real app and store; the bench is one that knows little."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.bootstrap import Services
from bot.business.audit import AuditQuery
from bot.business.conversation import Channel, Speaker
from bot.business.studio.contents import Kind
from bot.business.studio.understanding import Understanding
from bot.services.studio.drafts import EditedMeanwhile
from bot.studio.bench import BenchUnavailable
from bot.web.studio.asked_memory import AskedMemory
from tests.integration.web.staff_site import StaffSite, staff_site

ASKED, TREAT, UNDO = "/api/studio/asked", "/api/studio/asked/treat", "/api/studio/asked/undo"
GAP, GAP_TOO = "灵活就业断了三个月咋补回来", "请问灵活就业断了三个月能补回来不"
BIKE = "电瓶车上牌照在哪个地方办"
TOPIC = "card_apply"


class FewWords:
    """A bench: likeness by the first four characters; every sentence is taken for TOPIC."""

    def __init__(self) -> None:
        self.there = True
        self.asked: list[int] = []  # how many sentences each time

    async def pairs(self, texts: Sequence[str], least: float = 0.6) -> list[tuple[int, int, float]]:
        self._check()
        self.asked.append(len(texts))
        begins = [text.removeprefix("请问")[:4] for text in texts]
        every = range(len(texts))
        return [(one, two, 0.9) for one in every for two in every if one < two and begins[one] == begins[two]]

    async def understand(
        self, texts: Sequence[str], folder: str | None = None, reasons: int = 0
    ) -> list[Understanding]:
        self._check()
        ranking = ((f"faq_{TOPIC}", 0.42), ("chitchat", 0.2), ("faq_gone", 0.1))
        return [Understanding(each, each, True, ranking, "clarify", 0.42, ()) for each in texts]

    async def close(self) -> None:
        pass

    def _check(self) -> None:
        if not self.there:
            raise BenchUnavailable("没有启动")


@dataclass
class Desk:
    """The site and who works there."""

    site: StaffSite
    bench: FewWords
    admin: TestClient

    @property
    def services(self) -> Services:
        return self.site.services

    def says(self, *texts: str, channel: Channel = Channel.WEB, kind: str = "out_of_scope") -> None:
        """Let citizens say things that aren't answered, each in a talk of their own."""
        for text in texts:
            talk = self.services.conversations.start(channel)
            self.services.conversations.add_turn(talk.id, Speaker.CITIZEN, text)
            self.services.conversations.add_turn(talk.id, Speaker.ROBOT, "…", kind=kind)

    def listed(self, days: int = 7) -> dict[str, Any]:
        answer = self.admin.get(f"{ASKED}?days={days}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def left(self) -> set[str]:
        return {one["text"] for each in self.listed()["clusters"] for one in each["sentences"]}

    def words(self, *texts: str) -> list[dict[str, str]]:
        """Return the sentences as the page sends them."""
        shown = [one for each in self.listed()["clusters"] for one in each["sentences"]]
        return [
            {name: each[name] for name in ("key", "text", "channel")}
            for each in shown
            if each["text"] in texts
        ]

    def treats(self, treatment: str, *texts: str, topic: str | None = None) -> Any:
        body = {"words": self.words(*texts), "treatment": treatment, "topic": topic}
        return self.admin.post(TREAT, json=body)

    def questions(self) -> list[str]:
        draft = self.services.drafts.open_for(Kind.TOPIC, TOPIC)
        return list((draft.content or {})["questions"]) if draft else []

    def live(self) -> dict[str, Any]:
        return dict(self.services.live_contents().topics[TOPIC])


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with staff_site(tmp_path_factory.mktemp("asked")) as site:
        bench, shared = FewWords(), site.app.state.context
        site.app.state.context = replace(shared, studio=replace(shared.studio, bench=bench))
        yield Desk(site, bench, site.log_in("admin"))


@pytest.fixture
def desk(opened: Desk) -> Iterator[Desk]:
    """Return the site with nothing said, done or drafted."""
    opened.site.app.state.asked_memory, opened.bench.there = AskedMemory(), True
    yield opened
    with sqlite3.connect(Path(opened.site.app.state.context.settings.var) / "hotline.db") as store:
        for table in ("turns", "conversations", "faq_treated", "faq_test_sentences", "faq_drafts"):
            store.execute(f"DELETE FROM {table}")


def test_sentences_come_masked_together_with_the_guess(desk: Desk) -> None:
    desk.says(GAP, GAP, BIKE, "你好", "我叫王小明电话13800138000，社保卡寄丢了怎么办")
    desk.says(GAP_TOO, channel=Channel.PHONE, kind="clarify")
    answer = desk.listed()
    gap = answer["clusters"][0]
    assert (gap["count"], gap["people"], gap["example"]) == (3, 3, GAP)
    assert [each["text"] for each in gap["sentences"]] == [GAP, GAP_TOO]
    assert gap["guesses"] == [
        {"topic": TOPIC, "title": desk.live()["title"], "group": desk.live()["group_title"], "sure": 0.42}
    ]
    assert {each["label"] for each in gap["troubles"]} == {"没有答上", "反问过"}
    assert set(gap["channels"]) == {"网页", "电话"}
    assert len(answer["clusters"]) == 3
    assert "王小明" not in str(answer)
    assert "138" not in str(answer["clusters"])
    assert (answer["tried"], answer["more"]) == (True, False)


def test_without_the_bench_the_characters_have_to_do(desk: Desk) -> None:
    desk.says(GAP, GAP_TOO, BIKE)
    desk.bench.there = False
    answer = desk.listed()
    assert [each["count"] for each in answer["clusters"]] == [2, 1]
    assert not answer["tried"]


def test_the_bench_is_asked_again_only_for_much_that_is_new(desk: Desk) -> None:
    desk.says(GAP, GAP_TOO, BIKE, *(f"第{place:02}号文件里写的是什么意思" for place in range(30)))
    first, asked = desk.listed(), len(desk.bench.asked)
    assert desk.treats("no_question", BIKE).status_code == 200
    desk.says("失业了孩子学费减不减")
    again = desk.listed()
    assert len(desk.bench.asked) == asked
    assert again["clusters"][0]["count"] == first["clusters"][0]["count"]
    assert "失业了孩子学费减不减" in {each["example"] for each in again["clusters"]}
    desk.says(*(f"另外{place:02}号文件又写的是什么意思" for place in range(30)))
    desk.listed()
    assert len(desk.bench.asked) == asked + 1


def test_added_to_a_topic_it_stands_in_the_draft_and_comes_no_more(desk: Desk) -> None:
    desk.says(GAP, GAP_TOO, BIKE)
    live = desk.live()["questions"]
    answer = desk.treats("added", GAP, GAP_TOO, topic=TOPIC)
    assert answer.status_code == 200, answer.text
    assert desk.questions()[: len(live)] == live
    assert set(desk.questions()[len(live) :]) == {GAP, GAP_TOO}
    assert desk.live()["questions"] == live  # callers hear nothing of it yet
    desk.says(f"{GAP}？")
    assert desk.left() == {BIKE}
    (done,) = answer.json()["done"]
    assert (done["what"], done["topic"], done["own"]) == ("加进了主题", desk.live()["title"], True)
    assert set(done["texts"]) == {GAP, GAP_TOO}
    noted = desk.services.audit.search(AuditQuery(action="faq_treated"), 1)[0]
    assert (noted.actor, noted.target) == ("admin", TOPIC)
    assert noted.reason.endswith(" 等 2 句")


def test_a_colleagues_draft_is_gone_on_with_and_nothing_stands_twice(desk: Desk) -> None:
    live = desk.live()
    theirs = live | {"questions": [*live["questions"], f"{GAP}。"], "title": "另一个标题"}
    desk.services.drafts.save(Kind.TOPIC, TOPIC, theirs, None, "wang")
    desk.says(GAP, BIKE)
    assert desk.treats("added", GAP, BIKE, topic=TOPIC).status_code == 200
    assert desk.questions() == [*theirs["questions"], BIKE]
    draft = desk.services.drafts.open_for(Kind.TOPIC, TOPIC)
    assert draft is not None
    assert draft.content is not None
    assert (draft.content["title"], draft.editors) == ("另一个标题", ("wang", "admin"))


def test_who_types_at_the_same_moment_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts, save, met = desk.services.drafts, desk.services.drafts.save, []

    def meeting(kind: Kind, key: str, content: Any, version: int | None, by: str) -> Any:
        if not met:
            met.append(save(kind, key, desk.live() | {"title": "他们的标题"}, version, "wang"))
        return save(kind, key, content, version, by)

    shared = desk.site.app.state.context.services.drafts
    save = shared.save
    monkeypatch.setattr(shared, "save", meeting)
    desk.says(GAP)
    assert desk.treats("added", GAP, topic=TOPIC).status_code == 200
    assert desk.questions()[-1] == GAP
    held = drafts.open_for(Kind.TOPIC, TOPIC)
    assert held is not None
    assert (held.content or {})["title"] == "他们的标题"

    def always(*_: Any) -> Any:
        raise EditedMeanwhile(held)

    monkeypatch.setattr(shared, "save", always)
    desk.says(BIKE)
    refused = desk.treats("added", BIKE, topic=TOPIC)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "edited_meanwhile")
    assert BIKE in desk.left()  # nothing is remembered of what wasn't done


def test_words_may_be_put_right_before_they_are_learnt(desk: Desk) -> None:
    desk.says("我叫王小明那个" + GAP, BIKE)
    words = [each for each in desk.words(*desk.left()) if GAP in each["text"]]
    body = {"words": [words[0] | {"text": f"{GAP}，找王先生"}], "treatment": "added", "topic": TOPIC}
    assert desk.admin.post(TREAT, json=body).status_code == 200
    assert desk.questions()[-1] == f"{GAP}，找*先生"
    assert desk.left() == {BIKE}


def test_what_tests_is_not_learnt(desk: Desk) -> None:
    held_out = "驾驶证到期了去哪换"  # in tests/nlu
    desk.services.test_sentences.add(GAP, None, "admin")
    desk.says(GAP, held_out)
    shown = [one for each in desk.listed()["clusters"] for one in each["sentences"]]
    assert all(each["tested"] for each in shown)
    for text in (GAP, held_out):
        for treatment in ("added", "new_topic"):
            refused = desk.treats(treatment, text, topic=TOPIC)
            assert refused.status_code == 422
            assert "测试句" in refused.json()["error"]["message"]
    assert desk.questions() == []
    assert desk.left() == {GAP, held_out}
    assert desk.treats("no_question", GAP).status_code == 200


def test_a_question_of_another_topic_is_refused(desk: Desk) -> None:
    other = next(each for key, each in desk.services.live_contents().topics.items() if key != TOPIC)
    question = next(each for each in other["questions"] if len(each) > 6)
    desk.says(question)
    refused = desk.treats("added", *desk.left(), topic=TOPIC)
    assert refused.status_code == 422
    assert other["title"] in refused.json()["error"]["message"]


def test_out_of_scope_becomes_a_test_and_no_question_is_remembered(desk: Desk) -> None:
    desk.says(BIKE, channel=Channel.PHONE)
    desk.says(GAP, GAP_TOO)
    assert desk.treats("out_of_scope", BIKE).status_code == 200
    assert [(each.text, each.topic, each.channel) for each in desk.services.test_sentences.all()] == [
        (BIKE, None, "voice")
    ]
    assert desk.treats("no_question", GAP).status_code == 200
    assert desk.treats("new_topic", GAP_TOO).status_code == 200
    assert desk.left() == set()
    assert [each["what"] for each in desk.listed()["done"]] == ["建了新主题", "不是问题", "不归我们管"]


def test_a_topics_test_isnt_turned_round(desk: Desk) -> None:
    desk.services.test_sentences.add(BIKE, TOPIC, "wang")
    desk.says(GAP, BIKE)
    refused = desk.treats("out_of_scope", GAP, BIKE)
    assert refused.status_code == 422
    assert [(each.text, each.topic) for each in desk.services.test_sentences.all()] == [(BIKE, TOPIC)]
    assert desk.left() == {GAP, BIKE}


def test_everything_can_be_taken_back(desk: Desk) -> None:
    desk.services.test_sentences.add("老早就有的测试句子", None, "wang")
    desk.says(GAP, GAP_TOO, BIKE, "老早就有的测试句子")
    desk.treats("added", GAP, GAP_TOO, topic=TOPIC)
    desk.treats("out_of_scope", BIKE, "老早就有的测试句子")
    for batch in desk.listed()["done"]:
        assert desk.admin.post(UNDO, json={"keys": batch["keys"]}).status_code == 200
    assert desk.left() == {GAP, GAP_TOO, BIKE, "老早就有的测试句子"}
    assert desk.services.drafts.open_for(Kind.TOPIC, TOPIC) is None  # nothing else was in it
    assert [each.text for each in desk.services.test_sentences.all()] == ["老早就有的测试句子"]
    again = desk.admin.post(UNDO, json={"keys": ["没有"]})
    assert (again.status_code, again.json()["error"]["code"]) == (404, "not_treated")


def test_taking_back_leaves_what_others_wrote(desk: Desk) -> None:
    live = desk.live()
    desk.says(GAP)
    desk.treats("added", GAP, topic=TOPIC)
    held = desk.services.drafts.open_for(Kind.TOPIC, TOPIC)
    assert held is not None
    desk.services.drafts.save(
        Kind.TOPIC, TOPIC, {**(held.content or {}), "title": "改过"}, held.version, "wang"
    )
    (batch,) = desk.listed()["done"]
    assert desk.admin.post(UNDO, json={"keys": batch["keys"]}).status_code == 200
    left = desk.services.drafts.open_for(Kind.TOPIC, TOPIC)
    assert left is not None
    assert left.content == live | {"title": "改过"}


def test_bad_input_is_told(desk: Desk) -> None:
    desk.says(GAP)
    for days in (0, 91):
        assert desk.admin.get(f"{ASKED}?days={days}").status_code == 422
    unknown = desk.treats("added", GAP, topic="no_such_topic")
    assert (unknown.status_code, unknown.json()["error"]["message"]) == (404, "没有这个主题，请另选一个。")
    assert desk.treats("added", topic=TOPIC).status_code == 422
    assert desk.treats("eaten", GAP).status_code == 422
    assert desk.left() == {GAP}


def test_the_page(desk: Desk) -> None:
    page = desk.admin.get("/admin/faq/asked")
    assert page.status_code == 200
    assert 'href="/admin/faq/asked" aria-current="page"' in page.text
    for script in (
        "asked.js",
        "asked-list.js",
        "asked-add.js",
        "asked-done.js",
        "asked-state.js",
        "asked.css",
    ):
        assert desk.admin.get(f"/static/studio/{script}").status_code == 200
