"""A citizen waits for a person, has something else instead, and is taken: without the robot, over a real database."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import Services, build_services
from bot.business.conversation import Channel, Owner
from bot.business.handoff import Handoff, HandoffReason
from bot.business.queueing.closing import CloseReason
from bot.business.queueing.groups import Group
from bot.business.queueing.presence import PresenceState
from bot.business.staff import Role, Staff
from bot.conversations.desk import Desk
from bot.conversations.dialogue import Dialogue
from bot.conversations.events import STAFF, EventHub
from bot.conversations.queue_watch import watch_queue
from bot.conversations.rasa_client import Understood
from bot.settings import Settings
from bot.store.database import upgrade

DAY = datetime(2026, 11, 26, 2, 0, tzinfo=timezone.utc)  # a Thursday, 10:00 in China
NIGHT = datetime(2026, 11, 26, 14, 0, tzinfo=timezone.utc)  # 22:00


class Robot:
    """Stands where Rasa stands: answers everything in one way and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def ask(self, session: str, text: str) -> list[dict[str, Any]]:
        self.asked.append(text)
        return [{"kind": "faq", "text": "答", "speech": "答"}]

    async def understand(self, text: str) -> Understood:
        return Understood("out_of_scope", 1.0, (), ())


class Site:
    """The conversation side of one process."""

    def __init__(self, services: Services) -> None:
        self.services, self.robot, self.hub = services, Robot(), EventHub()
        self.dialogue = Dialogue(services, self.robot, self.hub)  # type: ignore[arg-type]
        self.desk = Desk(services, self.hub)

    def hire(self, name: str) -> Staff:
        staff = self.services.staff.add(name, "a long enough one", f"老{name}", Role.AGENT)
        self.services.presence.set(name, PresenceState.ONLINE)
        return staff

    async def waits(self) -> Handoff:
        talk = await self.dialogue.start(Channel.WEB)
        await self.dialogue.call_person(talk.id, HandoffReason.ASKED, "市民要求人工")
        found = self.services.handoffs.for_conversation(talk.id)
        assert found is not None
        return found

    async def say(self, handoff: Handoff, words: str) -> tuple[Owner, list[dict[str, Any]]]:
        said = await self.dialogue.say(handoff.conversation_id, words, Channel.WEB)
        return said.owner, said.replies


def at(moment: datetime, var: Path, story: Callable[[Site], Awaitable[None]]) -> None:
    settings = Settings(var=var)
    upgrade(settings.database)
    ticks = count()  # no two things happen at the same moment
    services = build_services(settings, lambda: moment + timedelta(milliseconds=next(ticks)))
    try:
        asyncio.run(asyncio.wait_for(story(Site(services)), 60))
    finally:
        services.database.close()


def test_at_night_a_call_can_be_arranged(tmp_path: Path) -> None:
    async def story(site: Site) -> None:
        handoff = await site.waits()
        _, (told,) = await site.say(handoff, "有人吗")
        assert "明天 8:30" in told["text"]
        assert told["handoff"]["open"] is False
        _, (asked,) = await site.say(handoff, "那给我回电吧")
        assert "1. 明天上午 8:30—12:00" in asked["text"]
        _, (again,) = await site.say(handoff, "随便吧")
        assert "请选一个时间" in again["text"]
        _, (number,) = await site.say(handoff, "明天下午")
        assert "电话号码" in number["text"]
        _, (wrong,) = await site.say(handoff, "138")
        assert "不完整" in wrong["text"]
        owner, (done,) = await site.say(handoff, "13800138000")
        assert "138****8000" in done["text"]
        assert owner is Owner.ROBOT
        (call,) = site.services.callbacks.list()
        assert (call.phone, call.conversation_id) == ("13800138000", handoff.conversation_id)
        assert site.robot.asked == []

    at(NIGHT, tmp_path, story)


@pytest.mark.parametrize("moment", [DAY, NIGHT])
def test_who_doesnt_want_to_wait_goes_on_with_the_robot(tmp_path: Path, moment: datetime) -> None:
    async def story(site: Site) -> None:
        one, two = await site.waits(), await site.waits()
        owner, (left,) = await site.say(one, "不等了")
        assert owner is Owner.ROBOT
        assert "退出排队" in left["text"]
        owner, (reply,) = await site.say(two, "登记工单")
        assert (owner, reply["kind"]) == (Owner.ROBOT, "faq")
        assert site.robot.asked == ["登记工单"]
        assert site.services.handoffs.waiting() == []

    at(moment, tmp_path, story)


def test_place_and_wait_are_told(tmp_path: Path) -> None:
    async def story(site: Site) -> None:
        first = await site.waits()
        _, (told,) = await site.say(first, "喂")
        assert "回电" in told["text"]  # nobody is there
        site.hire("li")
        second = await site.waits()
        _, (told,) = await site.say(first, "喂")
        assert "第 1 位，还要等约 1 分钟" in told["text"]
        assert "回电" not in told["text"]
        _, (told,) = await site.say(second, "喂")
        assert told["handoff"]["position"] == 2

    at(DAY, tmp_path, story)


def test_the_watch_gives_talks_and_tells_both_sides(tmp_path: Path) -> None:
    async def story(site: Site) -> None:
        site.hire("li")
        handoff = await site.waits()
        async with site.hub.subscribe(STAFF) as staff, site.hub.subscribe(handoff.conversation_id) as citizen:
            watching = asyncio.create_task(watch_queue(site.desk, grace_s=3600, every_s=0.01))
            events = [await citizen.get(), await citizen.get()]
            assert "老li已经接入" in events[0]["turn"]["text"]
            assert events[1] == {
                "type": "owner",
                "owner": "agent",
                "agent": "老li",
                "conversation_id": handoff.conversation_id,
            }
            told = [await staff.get() for _ in range(4)]
            watching.cancel()
            assert {
                "type": "assigned",
                "handoff_id": handoff.id,
                "agent": "li",
                "conversation_id": handoff.conversation_id,
            } in told
        owner, replies = await site.say(handoff, "我想问养老金")
        assert (owner, replies, site.robot.asked) == (Owner.AGENT, [], [])

    at(DAY, tmp_path, story)


def test_given_back_with_words_for_the_citizen_or_with_a_note_for_staff_only(tmp_path: Path) -> None:
    async def story(site: Site) -> None:
        li = site.hire("li")
        for tell in (True, False):
            handoff = await site.waits()
            await site.desk.claim(handoff.id, li)
            await site.desk.say(handoff.id, li, "您好", "k")
            await site.desk.end(handoff.id, li, "材料明天寄到", tell)
            turns = site.services.conversations.transcript(handoff.conversation_id)
            seen = [(turn.speaker.value, turn.text) for turn in turns if "材料明天寄到" in turn.text]
            assert [speaker for speaker, _ in seen] == (["robot"] if tell else [])
            notes = site.services.desk_things.notes(handoff.conversation_id)
            assert [note.text for note in notes] == ["材料明天寄到"]
            owner, _ = await site.say(handoff, "失业金领几个月")
            assert owner is Owner.ROBOT

    at(DAY, tmp_path, story)


def test_a_closed_talk_goes_on_with_the_robot_when_the_citizen_speaks_again(tmp_path: Path) -> None:
    async def story(site: Site) -> None:
        li = site.hire("li")
        handoff = await site.waits()
        await site.desk.claim(handoff.id, li)
        await site.desk.close(handoff.id, li, CloseReason.SOLVED, "")
        async with site.hub.subscribe(handoff.conversation_id) as page:
            owner, (reply,) = await site.say(handoff, "再问一个")
            assert (owner, reply["kind"]) == (Owner.ROBOT, "faq")
            told = [page.get_nowait() for _ in range(page.qsize())]
        assert [each["owner"] for each in told if each["type"] == "owner"] == ["robot"]

    at(DAY, tmp_path, story)


def test_transferred_to_a_group_the_citizen_is_told_and_waits_again(tmp_path: Path) -> None:
    async def story(site: Site) -> None:
        li = site.hire("li")
        handoff = await site.waits()
        await site.desk.claim(handoff.id, li)
        await site.desk.transfer(handoff.id, li, Group.MEDICAL, "问门诊报销")
        turns = site.services.conversations.transcript(handoff.conversation_id)
        assert "换一位工作人员" in turns[-1].text
        assert [each.group for each in site.services.handoffs.waiting()] == [Group.MEDICAL]

    at(DAY, tmp_path, story)
