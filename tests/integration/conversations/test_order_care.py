"""A citizen and the order they have, in talk with the real 小政: how far it is, urge, add, withdraw, rate."""

import pytest

from bot.bootstrap import Services, build_services
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import SYSTEM, Actor
from bot.business.orders.order import Draft
from bot.business.orders.states import Status
from bot.business.staff import Role
from bot.settings import Settings
from tests.integration.talk import Citizen
from tests.stack import Site

PHONE = "13800138000"


@pytest.fixture(scope="module")
def services(site: Site):
    built = build_services(Settings(var=site.var))
    yield built
    built.database.close()


@pytest.fixture
def number(services: Services, request: pytest.FixtureRequest) -> str:
    draft = Draft("路灯坏了", "人民路", "昨天", PHONE)
    return services.work_orders.open(draft, request.node.nodeid[-120:]).number


@pytest.fixture
def citizen(site: Site) -> Citizen:
    return Citizen(site.url)


def text(citizen: Citizen, words: str) -> str:
    return " ".join(each["text"] for each in citizen.say(words))


def events(services: Services, number: str) -> list[str]:
    return [event.action for event in services.work_orders.events(number)]


def test_progress_needs_the_last_four_digits(citizen: Citizen, number: str) -> None:
    asked = citizen.say(f"工单号{number}办得怎么样了")[0]
    assert asked["kind"] == "order_status"
    assert "后四位" in asked["text"]
    assert "已登记" not in asked["text"]
    assert "对不上" in text(citizen, "1234")
    told = citizen.say("八零零零")[0]
    assert told["order"]["status"] == "registered"
    assert "已登记" in told["text"]


def test_three_wrong_tries_end_it(citizen: Citizen, number: str) -> None:
    citizen.say(number)
    replies = [text(citizen, digits) for digits in ("1111", "2222", "3333")]
    assert "转人工" in replies[-1]
    assert "后四位" not in text(citizen, "失业金能领几个月")  # the form is over


def test_an_unknown_number_is_asked_again(citizen: Citizen) -> None:
    assert "没有查到" in text(citizen, "查一下工单260101000000")
    assert "没有查到" in text(citizen, "260101000001")


def test_an_unknown_number_said_when_asked_is_not_found(citizen: Citizen) -> None:
    assert "12 位" in text(citizen, "我要查工单")
    assert "没有查到" in text(citizen, "123456789012")


def test_urge_add_and_keep_after_looking(citizen: Citizen, services: Services, number: str) -> None:
    citizen.say(number)
    citizen.say("8000")
    assert "催办" in text(citizen, "帮我催一下")
    assert "补充" in text(citizen, "我要补充情况")
    assert "记到工单里" in text(citizen, "路口那一盏也不亮了")
    assert "确定撤回" in text(citizen, "撤回工单")
    assert "照常办理" in text(citizen, "不撤了")
    assert "withdraw" not in str(events(services, number))
    logged = str([(event.action, event.note) for event in services.work_orders.events(number)])
    assert "路口那一盏也不亮了" in logged


def test_withdraw(citizen: Citizen, services: Services, number: str) -> None:
    citizen.say(number)
    citizen.say("8000")
    citizen.say("撤回工单")
    assert "已经撤回" in text(citizen, "确定")
    order = services.work_orders.find(number)
    assert order is not None
    assert order.status is Status.WITHDRAWN


def test_an_unsolved_matter_is_taken_up_again(citizen: Citizen, services: Services, number: str) -> None:
    supervisor = Actor("banzhang", Role.SUPERVISOR)
    services.work_orders.act(number, Action.ANSWER, supervisor, Details(report="已经修好"))
    citizen.say(number)
    citizen.say("8000")
    assert "解决了吗" in text(citizen, "评价工单")
    citizen.say("没有解决")
    citizen.say("不满意")
    assert "重新办理" in text(citizen, "没有联系过")
    order = services.work_orders.find(number)
    assert order is not None
    assert order.redone == 1
    assert SYSTEM.username not in [event.actor for event in services.work_orders.events(number)]


def test_a_question_in_between_is_answered_and_the_talk_goes_on(citizen: Citizen, number: str) -> None:
    citizen.say(number)
    replies = citizen.say("失业金能领几个月")
    assert replies[0]["kind"] == "faq"
    assert "后四位" in replies[-1]["text"]


def test_leaving_and_asking_for_a_person_in_the_middle(citizen: Citizen, number: str) -> None:
    citizen.say(number)
    assert "照常办理" in text(citizen, "算了")
    citizen.say(number)
    assert citizen.say("转人工")[-1]["kind"] == "handoff"
