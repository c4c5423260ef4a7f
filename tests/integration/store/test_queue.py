"""The queue on both real databases, with people in each other's way."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest

from bot.bootstrap import Services, build_services
from bot.business.conversation import Channel, Owner, Speaker
from bot.business.errors import AlreadyClaimed, BusinessError, Invalid, NotAllowed
from bot.business.handoff import Handoff, HandoffReason, HandoffStatus
from bot.business.queueing.closing import CloseReason
from bot.business.queueing.groups import Group
from bot.business.queueing.presence import PresenceState
from bot.business.queueing.silence import Loss
from bot.business.staff import Role, Staff
from bot.settings import Settings
from bot.store.database import upgrade

MORNING = datetime(2026, 11, 26, 2, 0, tzinfo=timezone.utc)  # a Thursday, 10:00 in China


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def services(database_url: str, clock: Clock, tmp_path):
    upgrade(database_url)
    built = build_services(Settings(database_url=database_url, var=tmp_path), clock)
    yield built
    built.database.close()


def hire(services: Services, name: str, capacity: int = 3, *groups: Group) -> Staff:
    role = Role.SUPERVISOR if name == "boss" else Role.AGENT
    wanted = groups or (Group.GENERAL,)
    staff = services.staff.add(name, "a long enough one", name, role, groups=wanted, capacity=capacity)
    services.presence.set(name, PresenceState.ONLINE)
    return staff


def waits(services: Services, *said: str, reason: HandoffReason = HandoffReason.ASKED) -> Handoff:
    talk = services.conversations.start(Channel.WEB)
    for words in said:
        services.conversations.add_turn(talk.id, Speaker.CITIZEN, words)
    return services.handoffs.request(talk.id, reason)


def owner(services: Services, handoff: Handoff) -> tuple[Owner, str | None]:
    found = services.conversations.get(handoff.conversation_id)
    assert found is not None
    return found.owner, found.agent


def replayed(services: Services, handoff: Handoff) -> tuple[Owner, str | None]:
    """Return who owns a conversation by its log alone."""
    now: tuple[Owner, str | None] = (Owner.ROBOT, None)
    for change in services.ownership.history(handoff.conversation_id):
        assert change.from_owner is now[0]
        now = change.to_owner, change.agent
    return now


def together(work):
    """Run all of `work` at the same moment, each in a thread; a refusal is returned as its error."""
    start = threading.Barrier(len(work))

    def run(task):
        start.wait()
        try:
            return task()
        except BusinessError as error:
            return error

    with ThreadPoolExecutor(len(work)) as pool:
        return [future.result() for future in [pool.submit(run, task) for task in work]]


def test_no_talk_is_taken_twice_and_nobody_takes_too_many(services: Services) -> None:
    agents = [hire(services, f"agent{index:02}", capacity=2).username for index in range(20)]
    queue = [waits(services) for _ in range(30)]

    def agent_at_work(name: str, first: int):
        def work() -> list[str]:
            won = []
            for at in range(len(queue)):
                handoff = queue[(first + at) % len(queue)]
                try:
                    won.append(services.handoffs.claim(handoff.id, name).id)
                except (AlreadyClaimed, NotAllowed):
                    continue
            return won

        return work

    results = together([agent_at_work(name, index) for index, name in enumerate(agents)])
    won = [id for each in results for id in set(each)]
    assert sorted(won) == sorted(each.id for each in queue)
    assert all(len(set(each)) <= 2 for each in results)
    for handoff in queue:
        assert replayed(services, handoff) == owner(services, handoff)
        assert len(services.ownership.history(handoff.conversation_id)) == 2


def test_one_agent_at_many_pages_never_has_too_many_talks(services: Services) -> None:
    hire(services, "li", capacity=3)
    queue = [waits(services) for _ in range(10)]
    results = together([lambda each=each: services.handoffs.claim(each.id, "li") for each in queue])
    assert sum(isinstance(each, Handoff) for each in results) == 3
    refused = [each for each in results if isinstance(each, NotAllowed)]
    assert {each.code for each in refused} == {"no_room"}
    assert len(services.handoffs.active("li")) == 3


def test_sweeps_and_claims_at_the_same_moment_give_each_talk_once(services: Services) -> None:
    for index in range(4):
        hire(services, f"agent{index}", capacity=3)
    queue = [waits(services) for _ in range(15)]
    sweeps = [services.handoffs.assign_next] * 6
    claims = [
        lambda each=each, index=index: services.handoffs.claim(each.id, f"agent{index % 4}")
        for index, each in enumerate(queue[:6])
    ]
    together([*sweeps, *claims])
    services.handoffs.assign_next()
    assert services.handoffs.assign_next() == []
    assert len(services.handoffs.active()) == 12
    assert all(len(services.handoffs.active(f"agent{index}")) == 3 for index in range(4))
    assert len(services.handoffs.waiting()) == 3
    for handoff in queue:
        assert replayed(services, handoff) == owner(services, handoff)


def test_people_who_move_the_same_talk_at_once_leave_it_with_one(services: Services) -> None:
    boss = hire(services, "boss")
    names = [hire(services, f"agent{index}", capacity=5).username for index in range(4)]
    talks = [services.handoffs.claim(waits(services).id, names[index % 4]) for index in range(8)]
    moves = []
    for index, talk in enumerate(talks):
        mine, other = names[index % 4], names[(index + 1) % 4]
        moves.append(
            lambda talk=talk, mine=mine, other=other: services.handoffs.transfer(
                talk.id, mine, other, "他更熟悉"
            )
        )
        moves.append(lambda talk=talk, mine=mine: services.handoffs.end(talk.id, mine))
        moves.append(lambda talk=talk: services.handoffs.pull(talk.id, boss, Group.MEDICAL, "要懂医保的人"))
    together(moves)
    for talk in talks:
        now, status = owner(services, talk), services.handoffs.get(talk.id)
        assert status is not None
        assert replayed(services, talk) == now
        expected = {
            HandoffStatus.ACTIVE: Owner.AGENT,
            HandoffStatus.WAITING: Owner.QUEUE,
            HandoffStatus.ENDED: Owner.ROBOT,
        }
        assert now == (expected[status.status], status.agent if now[0] is Owner.AGENT else None)
    assert all(len(services.handoffs.active(name)) <= 5 for name in names)


def test_the_right_group_and_order(services: Services, clock: Clock) -> None:
    medical = waits(services, "门诊报销怎么办")
    clock.later(1)
    old = waits(services, "我今年78岁了")
    clock.later(1)
    danger = waits(services, reason=HandoffReason.EMERGENCY)
    assert (medical.group, old.group, old.elderly) == (Group.MEDICAL, Group.GENERAL, True)
    assert [each.id for each in services.handoffs.waiting()] == [danger.id, old.id, medical.id]
    assert [services.handoffs.position(each.id) for each in (medical, old, danger)] == [3, 2, 1]
    hire(services, "med", 1, Group.MEDICAL)
    hire(services, "gen", 1)
    given = {each.id: each.agent for each in services.handoffs.assign_next()}
    assert given == {danger.id: "gen", medical.id: "med"}


def test_what_a_waiting_citizen_is_told(services: Services, clock: Clock) -> None:
    first = waits(services)
    assert services.handoffs.outlook(first.id).present == 0
    assert services.handoffs.outlook(first.id).minutes is None
    hire(services, "li", capacity=1)
    for _ in range(5):
        talk = services.handoffs.claim(waits(services).id, "li")
        clock.later(240)
        services.handoffs.end(talk.id, "li")
    services.presence.seen("li")
    services.handoffs.claim(first.id, "li")
    second = waits(services)
    clock.later(1)
    third = waits(services)
    told = services.handoffs.outlook(third.id)
    assert (told.position, told.minutes, told.present, told.opens_at) == (2, 8, 1, None)
    assert services.handoffs.outlook(second.id).minutes == 4
    clock.later(9 * 3600)  # 19:20 and more: closed
    shut = services.handoffs.outlook(second.id)
    assert shut.opens_at == datetime(2026, 11, 27, 0, 30, tzinfo=timezone.utc)


def test_a_silent_agent_loses_the_talk_and_their_late_words_are_refused(
    services: Services, clock: Clock
) -> None:
    hire(services, "li")
    talk = services.handoffs.claim(waits(services).id, "li")
    services.handoffs.say(talk.id, "li", "您好")
    clock.later(300)
    services.presence.seen("li")
    assert services.handoffs.requeue_silent() == []  # the citizen is silent, not the agent
    services.conversations.add_turn(talk.conversation_id, Speaker.CITIZEN, "在吗")
    clock.later(121)
    services.presence.seen("li")
    (lost,) = services.handoffs.requeue_silent()
    assert (lost.agent, lost.loss, lost.handoff.requeued) == ("li", Loss.SILENT, 1)
    assert services.handoffs.requeue_silent() == []
    assert owner(services, talk) == (Owner.QUEUE, None)
    presence = services.presence.get("li")
    assert presence is not None
    assert presence.state is PresenceState.AWAY
    before = services.conversations.transcript(talk.conversation_id)
    with pytest.raises(NotAllowed, match="回到队列"):
        services.handoffs.say(talk.id, "li", "刚才走开了")
    assert services.conversations.transcript(talk.conversation_id) == before
    hire(services, "wang")
    (given,) = services.handoffs.assign_next()
    assert given.agent == "wang"
    with pytest.raises(NotAllowed, match="别的坐席"):
        services.handoffs.say(talk.id, "li", "我回来了")


def test_an_agent_whose_page_is_gone_loses_the_talk_one_who_comes_back_in_time_does_not(
    services: Services, clock: Clock
) -> None:
    hire(services, "li")
    talk = services.handoffs.claim(waits(services).id, "li")
    clock.later(40)
    assert services.presence.seen("li")
    clock.later(40)
    assert services.presence.lost() == []
    assert services.handoffs.requeue_silent() == []
    clock.later(10)
    assert [each.username for each in services.presence.lost()] == ["li"]
    assert [each.loss for each in services.handoffs.requeue_silent()] == [Loss.LOST]
    assert services.handoffs.assign_next() == []
    services.presence.seen("li")
    assert [each.id for each in services.handoffs.assign_next()] == [talk.id]


def test_transfer_and_pull(services: Services) -> None:
    boss, li = hire(services, "boss"), hire(services, "li", 1)
    hire(services, "wang", 1)
    talk = services.handoffs.claim(waits(services).id, "li")
    with pytest.raises(NotAllowed, match="不在线"):
        services.handoffs.transfer(talk.id, "li", "nobody", "他更熟悉")
    with pytest.raises(Invalid):
        services.handoffs.transfer(talk.id, "li", "wang", "")
    with pytest.raises(NotAllowed):
        services.handoffs.transfer(talk.id, "wang", Group.MEDICAL, "不是我的")
    assert services.handoffs.transfer(talk.id, "li", "wang", "他更熟悉").agent == "wang"
    assert owner(services, talk) == (Owner.AGENT, "wang")
    other = services.handoffs.claim(waits(services).id, "li")
    with pytest.raises(NotAllowed, match="已经在接待 1 位"):
        services.handoffs.transfer(other.id, "li", "wang", "他更熟悉")
    back = services.handoffs.transfer(other.id, "li", Group.MEDICAL, "问门诊报销")
    assert (back.status, back.group, back.created_at) == (
        HandoffStatus.WAITING,
        Group.MEDICAL,
        other.created_at,
    )
    with pytest.raises(NotAllowed):
        services.handoffs.pull(talk.id, li, "li", "我要")
    pulled = services.handoffs.pull(other.id, boss, "li", "先接这位")
    assert (pulled.agent, owner(services, other)) == ("li", (Owner.AGENT, "li"))
    notes = [note.text for note in services.desk_things.notes(other.conversation_id)]
    assert notes == ["转给医保组：问门诊报销", "调给li：先接这位"]
    for each in (talk, other):
        assert replayed(services, each) == owner(services, each)


def test_closed_talks_go_on_with_the_robot_and_the_note_is_kept(services: Services) -> None:
    hire(services, "li")
    talk = services.handoffs.claim(waits(services).id, "li")
    services.desk_things.save_draft("li", talk.conversation_id, "我查一下")
    closed = services.handoffs.close(talk.id, "li", CloseReason.SOLVED, "已说明材料")
    assert (closed.status, closed.close_reason) == (HandoffStatus.ENDED, "solved")
    assert owner(services, talk) == (Owner.CLOSED, None)
    assert [note.text for note in services.desk_things.notes(talk.conversation_id)] == ["已说明材料"]
    assert services.desk_things.draft("li", talk.conversation_id) is None
    assert services.ownership.reopen(talk.conversation_id).owner is Owner.ROBOT
    assert services.ownership.reopen(talk.conversation_id).owner is Owner.ROBOT
    again = services.handoffs.request(talk.conversation_id, HandoffReason.ASKED)
    assert again.id != talk.id
    whole = [(each.actor, each.why) for each in services.ownership.history(talk.conversation_id)]
    assert whole == [
        ("citizen", "asked"),
        ("li", "claimed"),
        ("li", "closed"),
        ("citizen", "spoke_again"),
        ("citizen", "asked"),
    ]


def test_words_sent_twice_count_once(services: Services) -> None:
    hire(services, "li")
    talk = services.handoffs.claim(waits(services).id, "li")
    said = together([lambda: services.handoffs.say(talk.id, "li", "您好", "k")] * 5)
    assert len({each.seq for each in said}) == 1


def test_a_restart_loses_nothing(services: Services, database_url: str, clock: Clock, tmp_path) -> None:
    hire(services, "li")
    taken, left = services.handoffs.claim(waits(services).id, "li"), waits(services, "养老金")
    services.desk_things.save_draft("li", taken.conversation_id, "您稍等，")
    again = build_services(Settings(database_url=database_url, var=tmp_path), clock)
    assert again.handoffs.active("li") == [taken]
    assert again.handoffs.waiting() == [left]
    draft = again.desk_things.draft("li", taken.conversation_id)
    assert draft is not None
    assert draft.text == "您稍等，"
    assert again.presence.all() == services.presence.all()
    assert again.handoffs.say(taken.id, "li", "好了").seq == 1
    again.database.close()


def test_only_the_owners_place_changes_the_owner(services: Services) -> None:
    """Whatever else writes a conversation leaves its owner as it is, also with what it read long before."""
    talk = services.conversations.start(Channel.WEB)
    services.handoffs.request(talk.id, HandoffReason.ASKED)
    with services.database.unit_of_work() as work:
        work.conversations.update(talk)  # says that the robot owns it
        work.commit()
    now = services.conversations.get(talk.id)
    assert now is not None
    assert now.owner is Owner.QUEUE
