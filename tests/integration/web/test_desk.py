"""The desk's interface: who may take, read, write, hand on; what is refused is harmless."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.business.audit import AuditQuery
from bot.business.conversation import Channel, Owner, Speaker
from bot.business.handoff import Handoff, HandoffReason, HandoffStatus
from bot.business.queueing.groups import Group
from bot.business.queueing.presence import PresenceState
from bot.business.staff import Role
from tests.integration.web.desk_site import DeskSite, agent, desk_site, empty, waits
from tests.integration.web.staff_site import PASSWORD

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskSite]:
    with desk_site(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture(scope="module")
def li(site: DeskSite) -> TestClient:
    return agent(site, "li", Group.SOCIAL)


@pytest.fixture(scope="module")
def wang(site: DeskSite) -> TestClient:
    return agent(site, "wang", Group.MEDICAL)


@pytest.fixture(autouse=True)
def empty_queue(site: DeskSite) -> Iterator[None]:
    yield
    empty(site.services)


def post(client: TestClient, path: str, **body: Any) -> Any:
    return client.post(f"/api/agent/{path}", json=body)


def claimed(client: TestClient, handoff: Handoff) -> str:
    assert post(client, f"handoffs/{handoff.id}/claim").status_code == 200
    return handoff.conversation_id


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_two_agents_one_winner(site: DeskSite, li: TestClient, wang: TestClient) -> None:
    for _ in range(10):
        handoff = waits(site.services)
        path = f"handoffs/{handoff.id}/claim"
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(post, (li, wang), (path, path)))
        assert sorted(each.status_code for each in answers) == [200, 409]
        winner = answers[0] if answers[0].status_code == 200 else answers[1]
        site.services.handoffs.end(handoff.id, winner.json()["handoff"]["agent"])


def test_the_next_is_of_ones_own_group_first(site: DeskSite, wang: TestClient) -> None:
    waits(site.services, "社保断缴了怎么办")
    medical = waits(site.services, "医保报销比例是多少")
    urgent = waits(site.services, "社保大厅里有人晕倒了", reason=HandoffReason.EMERGENCY)
    assert post(wang, "handoffs/next").json()["handoff"]["id"] == urgent.id
    assert post(wang, "handoffs/next").json()["handoff"]["id"] == medical.id
    assert post(wang, "handoffs/next").json()["handoff"]["group"] == "social"
    assert refused(post(wang, "handoffs/next")) == (404, "nobody_waits")


def test_callers_on_the_telephone_are_not_the_next(site: DeskSite, li: TestClient) -> None:
    call = waits(site.services, channel=Channel.PHONE, caller="13800138000")
    assert refused(post(li, "handoffs/next")) == (404, "nobody_waits")
    assert post(li, f"handoffs/{call.id}/claim").status_code == 200


def test_words_are_said_once_and_only_by_who_has_the_talk(
    site: DeskSite, li: TestClient, wang: TestClient
) -> None:
    handoff = waits(site.services)
    talk = claimed(li, handoff)
    words = {"text": f"您好，{SCRIPT}", "client_id": "the-same-key"}
    first, again = (post(li, f"handoffs/{handoff.id}/say", **words) for _ in range(2))
    assert first.json()["turn"]["seq"] == again.json()["turn"]["seq"]
    assert refused(post(wang, f"handoffs/{handoff.id}/say", text="我也来")) == (403, "not_yours")
    said = [
        turn.text for turn in site.services.conversations.transcript(talk) if turn.speaker is Speaker.AGENT
    ]
    assert said == [f"您好，{SCRIPT}"]


def test_drafts_are_ones_own_and_go_when_said(site: DeskSite, li: TestClient, wang: TestClient) -> None:
    handoff = waits(site.services)
    path = f"/api/agent/conversations/{handoff.conversation_id}"
    assert wang.put(f"{path}/draft", json={"text": "王的草稿"}).status_code == 200  # it waits: all may look
    claimed(li, handoff)
    assert li.put(f"{path}/draft", json={"text": "您好，\n请稍"}).status_code == 200
    assert li.get(path).json()["draft"] == "您好，\n请稍"
    post(li, f"handoffs/{handoff.id}/say", text="您好，请稍等")
    assert li.get(path).json()["draft"] == ""
    assert refused(wang.put(f"{path}/draft", json={"text": "还写"})) == (403, "foreign_talk")


def test_notes_are_for_staff_and_travel_with_the_talk(
    site: DeskSite, li: TestClient, wang: TestClient
) -> None:
    site.services.presence.set("wang", PresenceState.ONLINE)
    handoff = waits(site.services)
    talk = claimed(li, handoff)
    assert post(li, f"conversations/{talk}/notes", text=f"要回 13800138000 {SCRIPT}").status_code == 200
    assert post(li, f"conversations/{talk}/notes", text=" ").status_code == 422
    assert post(wang, f"conversations/{talk}/notes", text="偷看").status_code == 403
    moved = post(li, f"handoffs/{handoff.id}/transfer", agent="wang", why="问的是医保")
    assert moved.json()["handoff"]["agent"] == "wang"
    notes = wang.get(f"/api/agent/conversations/{talk}/notes").json()["notes"]
    assert [each["text"] for each in notes] == [f"要回 138****8000 {SCRIPT}", "转给wang：问的是医保"]
    assert "138" not in str([turn.text for turn in site.services.conversations.transcript(talk)])
    assert li.get(f"/api/agent/conversations/{talk}").status_code == 403  # not theirs any more


def test_transfer_to_a_group_waits_again_with_a_reason(site: DeskSite, li: TestClient) -> None:
    handoff = waits(site.services)
    claimed(li, handoff)
    assert post(li, f"handoffs/{handoff.id}/transfer", group="medical", why="").status_code == 422
    assert post(li, f"handoffs/{handoff.id}/transfer", why="没写给谁").status_code == 422
    assert post(li, f"handoffs/{handoff.id}/transfer", agent="nobody", why="没有这个人").status_code == 403
    moved = post(li, f"handoffs/{handoff.id}/transfer", group="medical", why="医保的问题").json()["handoff"]
    assert (moved["status"], moved["group"], moved["agent"]) == ("waiting", "medical", None)


def test_given_back_with_a_note_for_the_citizen_or_not(site: DeskSite, li: TestClient) -> None:
    for tell in (True, False):
        handoff = waits(site.services)
        talk = claimed(li, handoff)
        post(li, f"handoffs/{handoff.id}/end", note="材料明天发您", tell=tell)
        told = [turn.text for turn in site.services.conversations.transcript(talk)]
        assert any("材料明天发您" in each for each in told) is tell
        found = site.services.conversations.get(talk)
        assert found is not None
        assert found.owner is Owner.ROBOT


def test_closed_with_a_reason(site: DeskSite, li: TestClient) -> None:
    handoff = waits(site.services)
    claimed(li, handoff)
    assert post(li, f"handoffs/{handoff.id}/close", reason="because", note="").status_code == 422
    assert post(li, f"handoffs/{handoff.id}/close", reason="solved", note="讲清楚了").status_code == 200
    ended = site.services.handoffs.get(handoff.id)
    assert ended is not None
    assert (ended.status, ended.close_reason) == (HandoffStatus.ENDED, "solved")


def test_only_supervisors_pull(site: DeskSite, li: TestClient) -> None:
    site.services.presence.set("li", PresenceState.ONLINE)
    handoff = waits(site.services)
    assert post(li, f"handoffs/{handoff.id}/pull", agent="li", why="我想要").status_code == 403
    lead = site.log_in("lead")
    pulled = post(lead, f"handoffs/{handoff.id}/pull", agent="li", why="等太久了").json()["handoff"]
    assert (pulled["status"], pulled["agent"]) == ("active", "li")


def test_foreign_talks_are_refused_and_noted(site: DeskSite, li: TestClient, wang: TestClient) -> None:
    talk = claimed(wang, waits(site.services, "我的电话是13800138000"))
    with_robot = site.services.conversations.start(Channel.WEB).id
    for id in (talk, with_robot):
        paths = ("", "/turns", "/notes", "/context", "/suggestions")
        answers = [li.get(f"/api/agent/conversations/{id}{path}") for path in paths]
        answers.append(li.get("/api/agent/canned", params={"conversation_id": id}))
        answers.append(post(li, f"conversations/{id}/reveal-phone", reason="想看看号码"))
        answers.append(post(li, "orders", matter="冒名工单", conversation_id=id, client_id="foreign-order"))
        assert {refused(each) for each in answers} == {(403, "foreign_talk")}
        entry = site.services.audit.search(AuditQuery(actor="li"), 1)[0]
        assert (entry.action, entry.target, entry.allowed) == ("foreign_talk", id, False)
        assert site.services.work_orders.for_conversation(id) == []
    assert li.get("/api/agent/conversations/none").status_code == 404
    assert site.log_in("lead").get(f"/api/agent/conversations/{talk}").status_code == 200


def test_numbers_are_masked_and_shown_for_a_noted_reason(site: DeskSite, li: TestClient) -> None:
    handoff = waits(site.services, "打我电话幺三八零零幺三八零零零", "就是13800138000")
    talk = claimed(li, handoff)
    for path in ("", "/context", "/turns"):
        assert "13800138000" not in li.get(f"/api/agent/conversations/{talk}{path}").text
    assert post(li, f"conversations/{talk}/reveal-phone", reason="嗯").status_code == 422
    shown = post(li, f"conversations/{talk}/reveal-phone", reason="要打电话核实地址").json()
    assert shown == {"phone": "13800138000"}
    entry = site.services.audit.search(AuditQuery(actor="li"), 1)[0]
    assert (entry.action, entry.target, entry.reason) == ("phone_unmasked", talk, "要打电话核实地址")


def test_an_order_from_the_talk_knows_the_number_and_is_one(site: DeskSite, li: TestClient) -> None:
    talk = claimed(li, waits(site.services, "人民路的路灯三天没亮了", "我电话13800138000"))
    form = li.get(f"/api/agent/conversations/{talk}/context").json()["form"]
    assert form["matter"].startswith("人民路的路灯三天没亮了")
    assert form["number"] == "138****8000"
    told = {
        "matter": form["matter"],
        "conversation_id": talk,
        "talk_number": True,
        "client_id": "pressed-twice",
    }
    numbers = {post(li, "orders", **told).json()["order"]["number"] for _ in range(2)}
    assert len(numbers) == 1
    order = site.services.work_orders.find(numbers.pop())
    assert order is not None
    assert (order.callback_phone, order.conversation_id) == ("13800138000", talk)
    context = li.get(f"/api/agent/conversations/{talk}/context").json()
    assert [each["number"] for each in context["orders"]] == [order.number]


def test_the_callers_past_is_found_by_their_number(site: DeskSite, li: TestClient) -> None:
    calls, talks = site.services.calls, []
    for index in range(2):
        id = f"00000000-0000-4000-8000-00000000000{index}"
        calls.announce(id, "13911112222")
        talk = site.services.conversations.start(Channel.PHONE)
        calls.begin(id, talk.id, None)
        site.services.conversations.add_turn(talk.id, Speaker.CITIZEN, "问问养老金 13911112222")
        talks.append(talk.id)
    earlier, now = talks
    assert li.get(f"/api/agent/conversations/{earlier}").status_code == 403
    handoff = site.services.handoffs.request(now, HandoffReason.ASKED, "养老金")
    claimed(li, handoff)
    context = li.get(f"/api/agent/conversations/{now}/context").json()
    assert [each["id"] for each in context["earlier"]] == [earlier]
    assert (context["number"], context["by_phone"]) == ("139****2222", True)
    assert li.get(f"/api/agent/conversations/{earlier}").status_code == 200
    assert "13911112222" not in str(context)


def test_callbacks_are_promised_once_taken_and_made(site: DeskSite, li: TestClient, wang: TestClient) -> None:
    talk = claimed(li, waits(site.services, "我电话13800138000，下午打给我"))
    time = li.get("/api/agent/callbacks").json()["times"][-1]
    wanted = {"wanted_from": time["from"], "wanted_to": time["to"], "about": "养老金认证"}
    promise = {**wanted, "conversation_id": talk, "client_id": "callback-once"}
    ids = {post(li, "callbacks", **promise).json()["callback"]["id"] for _ in range(2)}
    assert len(ids) == 1
    id = ids.pop()
    assert post(li, f"callbacks/{id}/claim").status_code == 200
    assert post(wang, f"callbacks/{id}/claim").status_code == 409
    assert post(wang, f"callbacks/{id}/done", note="抢着记").status_code == 403
    assert post(li, f"callbacks/{id}/reveal-phone", reason="约好的回电").json() == {"phone": "13800138000"}
    assert post(li, f"callbacks/{id}/done", note="已经讲清楚").json()["callback"]["status_label"] == "已回电"
    assert li.get("/api/agent/callbacks").json()["callbacks"] == []


def test_canned_answers_are_filled_in_and_kept_by_supervisors(site: DeskSite, li: TestClient) -> None:
    lead, talk = site.log_in("lead"), claimed(li, waits(site.services))
    words = {"title": "登记", "text": "{市民}好，{坐席}已为您登记，单号{工单号}。"}
    assert post(li, "canned", **words).status_code == 403
    assert post(lead, "canned", title="错", text="{密码}").status_code == 422
    id = post(lead, "canned", **words).json()["id"]
    post(lead, "canned", title="医保组用的", text="医保", group="medical")
    shown = li.get("/api/agent/canned", params={"conversation_id": talk}).json()["canned"]
    assert [(each["title"], each["text"], each["missing"]) for each in shown] == [
        ("登记", "您好，坐席li已为您登记，单号{工单号}。", ["工单号"])
    ]
    assert lead.delete(f"/api/agent/canned/{id}").status_code == 200
    assert li.get("/api/agent/canned").json()["canned"] == []


def test_ten_megabytes_are_refused_everywhere(site: DeskSite, li: TestClient) -> None:
    handoff = waits(site.services)
    talk = claimed(li, handoff)
    much = "我" * 3_500_000
    for path in (f"handoffs/{handoff.id}/say", f"conversations/{talk}/notes", "orders", "callbacks"):
        assert post(li, path, text=much, matter=much).status_code == 413
    assert li.put(f"/api/agent/conversations/{talk}/draft", json={"text": much}).status_code == 413
    assert post(li, f"handoffs/{handoff.id}/say", text="我" * 2001).status_code == 422
    assert li.put(f"/api/agent/conversations/{talk}/draft", json={"text": "我" * 2001}).status_code == 422
    assert li.get("/api/agent/queue").status_code == 200


def test_without_rasa_there_are_no_suggestions_but_everything_else(site: DeskSite, li: TestClient) -> None:
    talk = claimed(li, waits(site.services, "失业金能领几个月"))
    found = li.get(f"/api/agent/conversations/{talk}/suggestions").json()
    assert (found["available"], found["suggestions"]) == (False, [])
    assert li.get(f"/api/agent/conversations/{talk}/context").json()["slots"] == []


def test_a_script_in_a_name_is_text(site: DeskSite) -> None:
    site.services.staff.add("mallory", PASSWORD, SCRIPT, Role.AGENT, None, given=False)
    page = site.log_in("mallory").get("/agent").text
    assert SCRIPT not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_auditor_may_nothing_here(site: DeskSite) -> None:
    handoff = waits(site.services)
    auditor = site.log_in("auditor")
    assert auditor.get(f"/api/agent/conversations/{handoff.conversation_id}").status_code == 403
    assert post(auditor, f"handoffs/{handoff.id}/claim").status_code == 403
