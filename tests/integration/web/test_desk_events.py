"""What is pushed to desks: the queue as it changes, watched words, nothing of other agents' talks."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.business.audit import AuditQuery
from bot.business.conversation import Channel
from bot.business.handoff import HandoffReason
from bot.conversations.dialogue import Dialogue
from tests.integration.web.desk_site import Desk, DeskSite, agent, desk_site, empty, waits


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskSite]:
    with desk_site(tmp_path_factory.mktemp("events")) as opened:
        yield opened


@pytest.fixture(scope="module")
def li(site: DeskSite) -> TestClient:
    return agent(site, "li")


@pytest.fixture(scope="module")
def wang(site: DeskSite) -> TestClient:
    return agent(site, "wang")


@pytest.fixture(autouse=True)
def empty_queue(site: DeskSite) -> Iterator[None]:
    yield
    empty(site.services)


def opened(client: TestClient) -> Any:
    return client.websocket_connect("/api/agent/events")


def say(site: DeskSite, conversation: str, text: str) -> None:
    """Say something as the citizen, as the web page does."""
    dialogue: Dialogue = site.app.state.context.dialogue
    assert site.portal is not None
    site.portal.call(dialogue.say, conversation, text, Channel.WEB)


def test_a_claim_is_seen_by_all_desks(site: DeskSite, li: TestClient, wang: TestClient) -> None:
    first = waits(site.services, "医保报销找谁，我电话13800138000", reason=HandoffReason.EMERGENCY)
    second = waits(site.services, "我今年七十八岁了，社保卡丢了")
    lead = site.log_in("lead")
    with opened(li) as one, opened(wang) as two, opened(lead) as three:
        desks = [Desk(socket) for socket in (one, two, three)]
        for desk in desks:
            desk.until(lambda message: message["type"] == "rows" and message["full"])
            assert desk.rows.keys() == {first.id, second.id}
            assert "13800138000" not in str(desk.rows)
            assert desk.rows[first.id]["emergency"]
            assert desk.rows[second.id]["elderly"]
            assert desk.rows[first.id]["rank"] < desk.rows[second.id]["rank"]
        li.post(f"/api/agent/handoffs/{first.id}/claim", json={})
        desks[0].until_rows(lambda rows: rows[first.id]["agent"] == "li")
        desks[1].until_rows(lambda rows: rows.keys() == {second.id})  # a colleague's talk isn't shown
        desks[2].until_rows(lambda rows: rows[first.id]["agent"] == "li")  # but to supervisors


def test_who_is_given_a_talk_is_told(site: DeskSite, li: TestClient, wang: TestClient) -> None:
    lead = site.log_in("lead")
    handoff = waits(site.services, "等很久了")
    with opened(li) as socket:
        desk = Desk(socket)
        li.put("/api/agent/presence", json={"state": "online"})
        given = {"agent": "li", "why": "先办这个"}
        assert lead.post(f"/api/agent/handoffs/{handoff.id}/pull", json=given).status_code == 200
        told = desk.until(lambda message: message["type"] == "assigned")
        assert (told["handoff_id"], told["conversation_id"]) == (handoff.id, handoff.conversation_id)


def test_words_reach_who_watches_and_count_for_who_has_the_talk(site: DeskSite, li: TestClient) -> None:
    handoff = waits(site.services, "你好")
    talk = handoff.conversation_id
    with opened(li) as socket:
        desk = Desk(socket)
        assert desk.watch(talk) == [talk]
        li.post(f"/api/agent/handoffs/{handoff.id}/claim", json={})
        say(site, talk, "我电话13800138000，在吗")
        told = desk.until(lambda each: each["type"] == "turn" and each["turn"]["speaker"] == "citizen")
        assert told["turn"]["text"] == "我电话138****8000，在吗"
        desk.until_rows(lambda rows: rows[handoff.id]["unanswered"][-1] == told["turn"]["seq"])
        li.post(f"/api/agent/handoffs/{handoff.id}/say", json={"text": "在的"})
        desk.until_rows(lambda rows: rows[handoff.id]["unanswered"] == [])


def test_what_was_missed_is_fetched_after_the_last_that_was_seen(site: DeskSite, li: TestClient) -> None:
    handoff = waits(site.services, "你好")
    talk = handoff.conversation_id
    li.post(f"/api/agent/handoffs/{handoff.id}/claim", json={})
    with opened(li) as socket:
        Desk(socket).watch(talk)
        seen = li.get(f"/api/agent/conversations/{talk}").json()["turns"][-1]["seq"]
    say(site, talk, "断线时说的第一句")
    say(site, talk, "断线时说的第二句")
    with opened(li) as socket:
        desk = Desk(socket)
        desk.until_rows(lambda rows: rows[handoff.id]["last_words"] == "断线时说的第二句")
        desk.watch(talk)
        missed = li.get(f"/api/agent/conversations/{talk}/turns", params={"after": seen}).json()["turns"]
    assert [turn["text"] for turn in missed] == ["断线时说的第一句", "断线时说的第二句"]


def test_nobody_watches_a_colleagues_talk(site: DeskSite, li: TestClient, wang: TestClient) -> None:
    handoff = waits(site.services, "你好")
    talk = handoff.conversation_id
    with opened(li) as socket:
        desk = Desk(socket)
        assert desk.watch(talk) == [talk]  # while it waits
        wang.post(f"/api/agent/handoffs/{handoff.id}/claim", json={})
        desk.until_rows(lambda rows: not rows)
        say(site, talk, "只对王说的话")
        assert desk.watch(talk, "none", "x" * 500) == []
        waits(site.services, "下一位")
        site.app.state.context.board.refresh()
        said = []
        desk.until(lambda each: said.append(str(each)) or len(desk.rows) == 1)
        assert "只对王说的话" not in "".join(said)
    entry = site.services.audit.search(AuditQuery(actor="li"), 1)[0]
    assert (entry.action, entry.target, entry.allowed) == ("foreign_talk", talk, False)


def test_presence_is_seen_by_all_and_kept_alive_by_the_page(
    site: DeskSite, li: TestClient, wang: TestClient
) -> None:
    with opened(wang) as socket:
        desk = Desk(socket)
        li.put("/api/agent/presence", json={"state": "online"})
        desk.until(lambda _: desk.people.get("li", {}).get("state") == "online")
        li.put("/api/agent/presence", json={"state": "away"})
        desk.until(lambda _: desk.people["li"]["state"] == "away")
    assert li.put("/api/agent/presence", json={"state": "asleep"}).status_code == 422
    before = site.services.presence.get("li")
    with opened(li) as socket:
        desk = Desk(socket)
        socket.send_json({"type": "alive"})
        desk.watch()  # answered after it
    after = site.services.presence.get("li")
    assert before is not None
    assert after is not None
    assert after.seen_at > before.seen_at


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "{",
        "[]",
        "null",
        '{"type": "watch"}',
        '{"type": "watch", "conversations": [1, {}]}',
        "我" * 2_000_000,
    ],
)
def test_nonsense_is_swallowed(site: DeskSite, li: TestClient, nonsense: str) -> None:
    handoff = waits(site.services)
    with opened(li) as socket:
        socket.send_text(nonsense)
        assert Desk(socket).watch(handoff.conversation_id) in ([], [handoff.conversation_id])
