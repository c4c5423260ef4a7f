"""What the desk looks at, on both real databases."""

from datetime import timedelta

import pytest

from bot.bootstrap import Services
from bot.business.conversation import Channel, Speaker
from bot.business.errors import NotAllowed, NotFound
from bot.business.handoff import HandoffReason
from bot.business.orders.order import Draft
from bot.business.queueing.presence import PresenceState
from bot.business.staff import Role, Staff
from tests.integration.store.order_people import Clock


def hire(services: Services, name: str, role: Role = Role.AGENT) -> Staff:
    return services.staff.add(name, "a long enough one", name, role, given=False)


def says(services: Services, clock: Clock, talk: str, text: str, who: Speaker = Speaker.CITIZEN) -> int:
    clock.moment += timedelta(seconds=1)
    return services.conversations.add_turn(talk, who, text).seq


def test_only_what_was_said_since_the_last_look_is_read_again(services: Services, clock: Clock) -> None:
    talks = [services.conversations.start(Channel.WEB).id for _ in range(3)]
    for talk in talks:
        says(services, clock, talk, "你好")
        services.handoffs.request(talk, HandoffReason.ASKED)
    services.presence.set(hire(services, "li").username, PresenceState.ONLINE)
    first = services.desk_view.look({})
    assert first.words.keys() == set(talks)
    assert first.accounts.keys() == {"li"}
    known = {each.handoff.conversation_id: each.changed_at for each in first.talks}
    assert services.desk_view.look(known).words == {}
    seq = says(services, clock, talks[1], "还在吗")
    again = services.desk_view.look(known).words
    assert again.keys() == {talks[1]}
    assert (again[talks[1]].text, again[talks[1]].unanswered) == ("还在吗", (seq - 1, seq))


def test_an_agents_words_answer_what_was_said_before(services: Services, clock: Clock) -> None:
    agent, talk = hire(services, "li"), services.conversations.start(Channel.WEB).id
    says(services, clock, talk, "你好")
    handoff = services.handoffs.request(talk, HandoffReason.ASKED)
    services.handoffs.claim(handoff.id, agent.username)
    services.handoffs.say(handoff.id, agent.username, "您好")
    assert services.desk_view.look({}).words[talk].unanswered == ()
    seq = says(services, clock, talk, "在吗")
    words = services.desk_view.look({}).words[talk]
    assert (words.unanswered, words.unanswered_since) == ((seq,), clock.moment)


def test_who_may_read_a_talk(services: Services, clock: Clock) -> None:
    li, wang = hire(services, "li"), hire(services, "wang")
    lead, view = hire(services, "lead", Role.SUPERVISOR), services.desk_view
    talk = services.conversations.start(Channel.WEB).id

    def readers() -> set[str]:
        found = set()
        for each in (li, wang, lead):
            try:
                view.talk_for(each, talk)
                found.add(each.username)
            except NotAllowed:
                continue
        return found

    assert readers() == {"lead"}  # it is with the robot
    handoff = services.handoffs.request(talk, HandoffReason.ASKED)
    assert readers() == {"li", "wang", "lead"}  # it waits
    services.handoffs.claim(handoff.id, "li")
    assert readers() == {"li", "lead"}
    services.handoffs.end(handoff.id, "li")
    assert readers() == {"li", "lead"}  # the agent may look at what was theirs
    with pytest.raises(NotFound):
        view.talk_for(li, "none")


def test_a_caller_is_known_by_the_number_of_an_order(services: Services, clock: Clock) -> None:
    hire(services, "li")
    earlier = services.conversations.start(Channel.PHONE)
    id = "00000000-0000-4000-8000-000000000001"
    services.calls.announce(id, "13800138000")
    services.calls.begin(id, earlier.id, None)
    says(services, clock, earlier.id, "养老金涨多少")
    now = services.conversations.start(Channel.WEB)
    assert services.desk_view.earlier(now) == []
    services.work_orders.open(Draft("路灯坏了", "人民路", "昨天", "13800138000"), "key", now.id)
    found = services.desk_view.earlier(now)
    assert [(each.conversation.id, each.last_words) for each in found] == [(earlier.id, "养老金涨多少")]
