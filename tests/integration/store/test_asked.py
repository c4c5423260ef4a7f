"""Which sentences of real talks are looked at, on both databases."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.bootstrap import Services
from bot.business.conversation import Channel, Speaker
from bot.business.handoff import HandoffReason
from bot.business.orders.order import Satisfaction
from bot.business.studio.asked import AskedTurn, Treated, Treatment, Trouble
from tests.integration.store.order_people import Clock

QUESTION = "灵活就业断缴三个月怎么补"


class Citizen:
    """Someone who talks; each sentence a minute after the last."""

    def __init__(
        self, services: Services, clock: Clock, channel: Channel = Channel.WEB, id: str | None = None
    ):
        self._services, self._clock = services, clock
        self.id = services.conversations.start(channel, id=id).id

    def asks(self, words: str, *kinds: str, topic: str | None = None, sure: float | None = None) -> "Citizen":
        self._says(Speaker.CITIZEN, words)
        for kind in kinds:
            self._services.conversations.add_turn(
                self.id, Speaker.ROBOT, "…", kind=kind, topic=topic, confidence=sure, payload={"kind": kind}
            )
        return self

    def hears(self, words: str) -> "Citizen":
        self._says(Speaker.AGENT, words)
        return self

    def handed_over(self, reason: HandoffReason = HandoffReason.ASKED) -> "Citizen":
        self._clock.forward(seconds=1)
        self._services.handoffs.request(self.id, reason)
        return self

    def rates(self, solved: bool, how: Satisfaction) -> None:
        self._services.desk_things.rate(self.id, solved, how)

    def _says(self, who: Speaker, words: str) -> None:
        self._clock.forward(minutes=1)
        self._services.conversations.add_turn(self.id, who, words)


def troubled(services: Services, clock: Clock, days: int = 7, limit: int = 100) -> list[AskedTurn]:
    with services.database.unit_of_work() as work:
        return work.asked.troubled(clock() - timedelta(days=days), limit)


def short(found: list[AskedTurn]) -> list[tuple[str, Trouble]]:
    return [(each.text, each.trouble) for each in found]


def test_each_trouble_is_found_newest_first(services: Services, clock: Clock) -> None:
    Citizen(services, clock).asks("异地就医要不要备案", "faq", topic="remote", sure=0.95)  # all is well
    Citizen(services, clock).asks(QUESTION, "out_of_scope", sure=0.3)
    Citizen(services, clock, Channel.VOICE).asks("医保卡丢了怎么办", "faq", topic="card_lost", sure=0.79)
    Citizen(services, clock).asks("失业金能领多久", "clarify", sure=0.4)
    Citizen(services, clock).asks("退休年龄是多少岁", "faq", topic="age", sure=0.99).rates(
        False, Satisfaction.BASICALLY
    )
    Citizen(services, clock).asks("工伤认定要多久", "faq", topic="injury", sure=0.9).asks(
        "转人工", "handoff"
    ).handed_over()
    found = troubled(services, clock)
    assert short(found) == [
        ("工伤认定要多久", Trouble.HANDED_OVER),
        ("退休年龄是多少岁", Trouble.RATED_BADLY),
        ("失业金能领多久", Trouble.ASKED_BACK),
        ("医保卡丢了怎么办", Trouble.UNSURE),
        (QUESTION, Trouble.UNANSWERED),
    ]
    assert (found[3].topic, found[3].confidence, found[3].channel) == ("card_lost", 0.79, "voice")
    assert short(troubled(services, clock, limit=2)) == short(found)[:2]


def test_one_sentence_comes_once_with_the_worst(services: Services, clock: Clock) -> None:
    talk = Citizen(services, clock)
    talk.asks("生育津贴什么时候发", "clarify", "faq", topic="birth", sure=0.5).asks("我要人工", "handoff")
    talk.handed_over().rates(False, Satisfaction.DISSATISFIED)
    assert short(troubled(services, clock)) == [("生育津贴什么时候发", Trouble.HANDED_OVER)]


def test_an_agents_words_stand_beside_the_question(services: Services, clock: Clock) -> None:
    talk = Citizen(services, clock).asks(QUESTION, "out_of_scope").asks("人工", "handoff").handed_over()
    talk.hears("您好，很高兴为您服务。").hears("请稍等，我查一下。")
    talk.hears("断缴三个月内可以补缴，到医保窗口就行。").hears("还有别的问题吗？欢迎再来电话咨询。")
    (found,) = troubled(services, clock)
    assert found.answered_by_agent == "断缴三个月内可以补缴，到医保窗口就行。"


def test_only_questions_count(services: Services, clock: Clock) -> None:
    talk = Citizen(services, clock).asks("你好", "out_of_scope").asks("医保", "clarify", sure=0.4)
    talk.asks("第一个", "faq", topic="a", sure=1.0).asks("需要带什么材料", "out_of_scope")
    talk.asks("鹿城区人民路三十号", "work_order").asks("找个人跟我讲", "handoff").handed_over()
    talk.rates(False, Satisfaction.DISSATISFIED)
    assert troubled(services, clock) == []


def test_the_last_two_questions_before_a_handoff(services: Services, clock: Clock) -> None:
    talk = Citizen(services, clock)
    for words in ("养老金怎么算出来的", "社保卡在哪里补办", "异地看病报销多少"):
        talk.asks(words, "faq", topic="t", sure=0.99)
    talk.asks("转人工", "handoff").handed_over().asks("还要我等多久才行呢", "handoff")
    talk.hears("您的报销比例是百分之七十。").asks("好的明白了谢谢你")
    assert [each.text for each in troubled(services, clock)] == ["异地看病报销多少", "社保卡在哪里补办"]


def test_the_third_miss_is_handed_over_itself(services: Services, clock: Clock) -> None:
    Citizen(services, clock).asks("厂里那个东西怎么弄回来", "handoff").handed_over(HandoffReason.NO_MATCH)
    assert short(troubled(services, clock)) == [("厂里那个东西怎么弄回来", Trouble.HANDED_OVER)]


@pytest.mark.parametrize("reason", [HandoffReason.ROBOT_UNAVAILABLE, HandoffReason.EMERGENCY])
def test_some_handoffs_say_nothing_of_our_answers(
    services: Services, clock: Clock, reason: HandoffReason
) -> None:
    Citizen(services, clock).asks("失业金能领多久", "handoff").handed_over(reason)
    assert troubled(services, clock) == []


def test_what_was_picked_after_asking_back_is_known(services: Services, clock: Clock) -> None:
    Citizen(services, clock).asks("失业了能领啥", "clarify").asks("第二个", "faq", topic="relief", sure=1.0)
    (found,) = troubled(services, clock)
    assert (found.text, found.topic) == ("失业了能领啥", "relief")


def test_demo_talks_and_old_ones_are_none(services: Services, clock: Clock) -> None:
    Citizen(services, clock, id="demo-talk-1").asks(QUESTION, "out_of_scope")
    Citizen(services, clock, id="demonstrated").asks(QUESTION, "out_of_scope")
    assert [each.conversation_id for each in troubled(services, clock)] == ["demonstrated"]
    clock.forward(days=8)
    assert troubled(services, clock) == []


def test_hits_count_talks_not_repetitions(services: Services, clock: Clock) -> None:
    since = clock()
    talk = Citizen(services, clock).asks("失业金能领多久", "faq", topic="relief", sure=0.9)
    talk.asks("再说一遍", "repeat", topic="relief").asks("继续", "faq", topic="relief")
    Citizen(services, clock).asks("失业金怎么领", "calculation", topic="relief", sure=0.9)
    Citizen(services, clock).asks(QUESTION, "out_of_scope")
    with services.database.unit_of_work() as work:
        assert work.asked.hits(since) == {"relief": 2}
        assert work.asked.hits(clock() + timedelta(seconds=1)) == {}


def test_what_was_done_is_kept_written_over_and_forgotten(services: Services, clock: Clock) -> None:
    first = Treated("k", "话", Treatment.NO_QUESTION, None, "li", clock())
    second = Treated("k", "话", Treatment.ADDED, "relief", "wang", clock())
    with services.database.unit_of_work() as work:
        work.asked.treat([first])
        work.asked.treat([second])
        work.commit()
    with services.database.unit_of_work() as work:
        assert work.asked.treated() == {"k": second}
        work.asked.forget(["k", "other"])
        assert work.asked.treated() == {}


def test_no_table_is_read_through_for_it(services: Services, clock: Clock) -> None:
    """With 100,000 turns a scan of them would be felt by every citizen: SQLite has one writer."""
    plans: list[str] = []
    with services.database.unit_of_work() as work:
        connection = work.asked._connection
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # the tables here are empty
        asked = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
        said: list[tuple[str, object]] = []
        event.listen(connection, "before_cursor_execute", lambda *given: said.append(given[2:4]))
        work.asked.troubled(clock(), 10, clock())
        work.asked.hits(clock())
        for statement, parameters in list(said):
            plans += [str(row[-1]) for row in connection.exec_driver_sql(f"{asked} {statement}", parameters)]
    assert any("turns" in plan for plan in plans)
    assert [plan for plan in plans if re.search(r"SCAN (turns|handoffs)|Seq Scan", plan)] == []
