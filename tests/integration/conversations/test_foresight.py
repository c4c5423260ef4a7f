"""Answers prepared while the end of a turn is still being decided: with the real Rasa, over the site's own database."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.bootstrap import build_services
from bot.business.conversation import Channel
from bot.conversations.dialogue import Dialogue
from bot.conversations.events import EventHub
from bot.conversations.rasa_client import RasaClient
from bot.settings import Settings
from tests.stack import Site

MONTHS, MATERIALS = "失业金能领几个月", "那要带什么材料"


def talked(site: Site, talk: Callable[[Dialogue, str], Awaitable[Any]]) -> Any:
    """Return what `talk` returns, run with a dialogue of this process and a new conversation."""

    async def run() -> Any:
        services = build_services(Settings(var=site.var, rasa_port=site.ports["RASA_PORT"]))
        rasa = RasaClient(f"http://127.0.0.1:{site.ports['RASA_PORT']}", 10.0)
        dialogue = Dialogue(services, rasa, EventHub())
        conversation = await dialogue.start(Channel.PHONE)
        try:
            return await talk(dialogue, conversation.id)
        finally:
            await rasa.close()
            services.database.close()

    return asyncio.run(run())


def shown(payloads: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(each["kind"], each["text"]) for each in payloads]


def test_what_was_foreseen_is_what_is_said(site: Site) -> None:
    async def talk(dialogue: Dialogue, id: str) -> Any:
        foreseen = await dialogue.foresee(id, MONTHS)
        said = await dialogue.say(id, MONTHS, Channel.PHONE)
        return foreseen, said.replies, dialogue.foresight.used

    foreseen, replies, used = talked(site, talk)
    assert shown(foreseen) == shown(replies)
    assert shown(replies)[0][0] == "faq"
    assert used == 1


def test_nothing_is_written_before_the_turn_is_over(site: Site) -> None:
    async def talk(dialogue: Dialogue, id: str) -> Any:
        await dialogue.foresee(id, MONTHS)
        before = list(dialogue._services.conversations.transcript(id))
        await dialogue.say(id, MONTHS, Channel.PHONE)
        return before, dialogue._services.conversations.transcript(id)

    before, after = talked(site, talk)
    assert before == []
    assert [turn.speaker.value for turn in after] == ["citizen", "robot"]


def test_who_goes_on_is_answered_as_if_nothing_had_been_prepared(site: Site) -> None:
    async def interrupted(dialogue: Dialogue, id: str) -> Any:
        await dialogue.say(id, "居民医保怎么参保", Channel.PHONE)
        await dialogue.foresee(id, MONTHS)
        last = await dialogue.say(id, MATERIALS, Channel.PHONE)
        return shown(last.replies), dialogue.foresight.thrown_away

    async def plain(dialogue: Dialogue, id: str) -> Any:
        await dialogue.say(id, "居民医保怎么参保", Channel.PHONE)
        return shown((await dialogue.say(id, MATERIALS, Channel.PHONE)).replies)

    after_going_on, thrown_away = talked(site, interrupted)
    assert after_going_on == talked(site, plain)
    assert thrown_away == 1


def test_what_does_something_is_never_done_beforehand(site: Site) -> None:
    async def talk(dialogue: Dialogue, id: str) -> Any:
        wishes = ["转人工", "我要投诉窗口没人", "着火了", "查一下我的工单", "你好"]
        foreseen = [await dialogue.foresee(id, wish) for wish in wishes]
        return foreseen, dialogue._services.handoffs.for_conversation(id)

    foreseen, handoff = talked(site, talk)
    assert foreseen == [[]] * 5
    assert handoff is None


def test_taking_back_twice_takes_back_once(site: Site) -> None:
    async def talk(dialogue: Dialogue, id: str) -> Any:
        first = await dialogue.say(id, MONTHS, Channel.PHONE)
        await dialogue.foresee(id, "居民医保怎么参保")
        await dialogue.stop_foreseeing(id)
        await dialogue.foresight._rasa.take_back(id, "居民医保怎么参保")
        again = await dialogue.say(id, "再说一遍", Channel.PHONE)
        return shown(first.replies), shown(again.replies)

    first, again = talked(site, talk)
    assert again[0][1] == first[0][1]
