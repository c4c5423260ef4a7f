"""What is said after an answer is understood in its light; two questions get two answers; sums are worked out."""

import pytest

from tests.integration.talk import Citizen
from tests.stack import Site


@pytest.fixture
def citizen(site: Site) -> Citizen:
    return Citizen(site.url)


def test_the_same_about_another_group(citizen: Citizen) -> None:
    assert citizen.say("职工医保断了有什么影响")[0]["topic"] == "medical_break"
    assert citizen.say("那居民的呢")[0]["topic"] == "resident_medical_wait"


def test_what_to_bring_comes_from_the_last_answer(citizen: Citizen) -> None:
    citizen.say("失业金怎么申请")
    reply = citizen.say("需要带什么")[0]
    assert (reply["kind"], reply["topic"]) == ("faq", "unemp_apply")
    assert "身份证" in reply["text"]
    assert "10个工作日" not in reply["text"]


def test_where_to_go_comes_from_a_better_topic_when_the_last_answer_does_not_tell(citizen: Citizen) -> None:
    citizen.say("失业金能领几个月")
    reply = citizen.say("去哪办")[0]
    assert reply["topic"] == "unemp_apply"
    assert "窗口" in reply["text"]


def test_what_nobody_wrote_down_is_not_invented(citizen: Citizen) -> None:
    citizen.say("职工医保断了有什么影响")
    reply = citizen.say("要带什么材料")[0]
    assert "没有写明" in reply["text"]
    assert "12393" in reply["text"]


def test_without_an_answer_before_it_nothing_is_assumed(citizen: Citizen) -> None:
    assert citizen.kinds("需要带什么") == ["out_of_scope"]
    assert citizen.kinds("还有呢") == ["out_of_scope"]


def test_a_long_answer_is_heard_in_parts(citizen: Citizen) -> None:
    first = citizen.say("居民医保断保后要等多久")[0]
    assert first["speech"].endswith("要我接着说吗？")
    second = citizen.say("好的")[0]
    assert second["topic"] == first["topic"]
    assert second["speech"] not in first["speech"]
    again = citizen.say("慢一点")[0]
    assert (again["kind"], again["text"], again["pace"]) == ("repeat", second["text"], "slow")
    heard = [citizen.say("接着说")[0] for _ in range(4)]
    assert "都说完了" in heard[-1]["text"]


def test_a_yes_to_nothing_is_small_talk(citizen: Citizen) -> None:
    assert citizen.kinds("好的") == ["chitchat"]


@pytest.mark.parametrize(
    ("sentence", "topics"),
    [
        ("失业金怎么领，还有职工医保断了有什么影响？", ["unemp_apply", "medical_break"]),
        ("社保卡丢了怎么补？要多少钱？", ["card_lost", "card_lost"]),
        ("我在厂里干了十年，去年被裁了，失业金能领几个月", ["unemp_duration"]),
    ],
)
def test_two_questions_in_one_sentence(citizen: Citizen, sentence: str, topics: list[str]) -> None:
    assert [reply["topic"] for reply in citizen.say(sentence)] == topics


def test_when_a_woman_may_retire_is_worked_out_at_once(citizen: Citizen) -> None:
    reply = citizen.say("我七五年三月的女工人什么时候退")[0]
    assert (reply["kind"], reply["topic"]) == ("calculation", "retire_age_calc")
    assert "2025年5月" in reply["text"]
    assert "每2个月延迟1个月" in reply["text"]
    assert reply["sources"]


def test_what_the_sum_needs_is_asked_for(citizen: Citizen) -> None:
    assert "哪年哪月" in citizen.say("帮我算一下我什么时候退休")[0]["text"]
    assert "几月" in citizen.say("一九七八年")[0]["text"]
    assert "男职工还是女职工" in citizen.say("十一月")[0]["text"]
    assert "岗位" in citizen.say("女的")[0]["text"]
    assert "2030年11月" in citizen.say("工人")[0]["text"]


def test_a_question_in_the_middle_of_a_sum_is_answered_and_the_sum_goes_on(citizen: Citizen) -> None:
    citizen.say("帮我算一下我什么时候退休")
    kinds = [(reply["kind"], reply["topic"]) for reply in citizen.say("失业金能领几个月")]
    assert kinds == [("faq", "unemp_duration"), ("calculation", "retire_age_calc")]
    assert "不算了" in citizen.say("算了不算了")[0]["text"]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("我交了七年失业险被裁了能领几个月", "18个月"),
        ("居民医保断了两年再交要等多久", "5个月"),
        ("双胞胎产假有多少天", "113天"),
    ],
)
def test_figures_in_the_question_are_worked_with(citizen: Citizen, sentence: str, told: str) -> None:
    reply = citizen.say(sentence)[0]
    assert reply["kind"] == "calculation"
    assert told in reply["text"].split("\n")[0]


def test_own_data_gets_the_way_to_look_it_up(citizen: Citizen) -> None:
    reply = citizen.say("我的医保余额还有多少")[0]
    assert (reply["kind"], reply["topic"]) == ("faq", "query_medical_account")
    assert "国家医保服务平台" in reply["text"]
