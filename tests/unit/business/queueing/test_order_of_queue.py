"""Who is next, who takes whom, how long it takes: pure rules."""

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from bot.business.handoff import Handoff, HandoffReason, HandoffStatus
from bot.business.queueing.assignment import AgentLoad, eligible, plan
from bot.business.queueing.groups import Group
from bot.business.queueing.presence import Presence, PresenceState
from bot.business.queueing.priority import ELDERLY_HEAD_START, EMERGENCY_HEAD_START, in_order
from bot.business.queueing.rules import QueueRules
from bot.business.queueing.silence import Loss, loss_of
from bot.business.queueing.wait import expected_minutes, in_words

NOW = datetime(2026, 11, 26, 2, 0, tzinfo=timezone.utc)
RULES = QueueRules()


def waiting(id: str, ago_s: float = 0, **more: object) -> Handoff:
    at = NOW - timedelta(seconds=ago_s)
    return Handoff(
        id,
        f"c-{id}",
        more.pop("reason", HandoffReason.ASKED),
        "",
        HandoffStatus.WAITING,
        at,
        **more,
    )


def agent(name: str, *groups: Group, capacity: int = 3, talks: int = 0, idle_s: float = 0) -> AgentLoad:
    return AgentLoad(name, groups or (Group.GENERAL,), capacity, talks, NOW - timedelta(seconds=idle_s))


handoffs = st.builds(
    lambda number, ago, reason, elderly, group, phone: waiting(
        f"h{number}", ago, reason=reason, elderly=elderly, group=group, by_phone=phone
    ),
    st.integers(0, 10_000),
    st.floats(0, 200_000),
    st.sampled_from(HandoffReason),
    st.booleans(),
    st.sampled_from(Group),
    st.booleans(),
)
queues = st.lists(handoffs, max_size=30, unique_by=lambda each: each.id)
agents = st.lists(
    st.builds(
        lambda number, groups, capacity, talks: agent(
            f"a{number}", *groups, capacity=capacity, talks=min(talks, capacity)
        ),
        st.integers(0, 1000),
        st.sets(st.sampled_from(Group), min_size=1),
        st.integers(1, 5),
        st.integers(0, 5),
    ),
    max_size=8,
    unique_by=lambda each: each.username,
)


def test_emergency_then_elderly_then_who_waits_longest() -> None:
    queue = [
        waiting("new"),
        waiting("long", 200),
        waiting("elderly", 10, elderly=True),
        waiting("danger", 1, reason=HandoffReason.EMERGENCY),
    ]
    assert [each.id for each in in_order(queue)] == ["danger", "elderly", "long", "new"]


@given(queues, handoffs)
def test_nobody_waits_for_ever(queue: list[Handoff], mine: Handoff) -> None:
    """Whoever comes more than the longest head start after me doesn't get before me, whoever they are."""
    others = [each for each in queue if each.id != mine.id]
    ahead = in_order([*others, mine])
    ahead = ahead[: [each.id for each in ahead].index(mine.id)]
    assert all(each.created_at <= mine.created_at + EMERGENCY_HEAD_START for each in ahead)
    ordinary = [each for each in ahead if each.reason is not HandoffReason.EMERGENCY]
    assert all(each.created_at <= mine.created_at + ELDERLY_HEAD_START for each in ordinary)


@given(queues)
def test_the_order_of_who_waits_is_total_and_keeps_everybody(queue: list[Handoff]) -> None:
    ordered = in_order(queue)
    assert sorted(each.id for each in ordered) == sorted(each.id for each in queue)
    assert in_order(reversed(ordered)) == ordered


@given(queues, agents)
def test_a_plan_gives_each_talk_once_and_nobody_too_many(
    queue: list[Handoff], present: list[AgentLoad]
) -> None:
    pairs = plan(queue, present, NOW, RULES)
    ids = [handoff.id for handoff, _ in pairs]
    assert len(ids) == len(set(ids))
    assert not any(handoff.by_phone for handoff, _ in pairs)
    for each in present:
        assert each.talks + sum(name == each.username for _, name in pairs) <= each.capacity


@given(queues, agents)
def test_nobody_waits_beside_an_agent_who_may_take_them(
    queue: list[Handoff], present: list[AgentLoad]
) -> None:
    pairs = plan(queue, present, NOW, RULES)
    given_ids = {handoff.id for handoff, _ in pairs}
    left = {
        each.username: AgentLoad(
            each.username,
            each.groups,
            each.capacity,
            each.talks + sum(name == each.username for _, name in pairs),
            each.idle_since,
        )
        for each in present
    }
    for handoff in queue:
        if handoff.id not in given_ids and not handoff.by_phone:
            assert not eligible(handoff, left.values(), NOW, RULES)


def test_least_loaded_first_then_longest_idle() -> None:
    queue = [waiting("one")]
    busy, idle, idler = agent("busy", talks=1), agent("idle", idle_s=5), agent("idler", idle_s=50)
    assert plan(queue, [busy, idle, idler], NOW, RULES) == [(queue[0], "idler")]
    half, third = agent("half", capacity=2, talks=1), agent("third", capacity=3, talks=1)
    assert plan(queue, [half, third], NOW, RULES)[0][1] == "third"


def test_skill_first_then_general_then_anybody() -> None:
    medical, general, social = (
        agent("med", Group.MEDICAL, talks=3),
        agent("gen"),
        agent("soc", Group.SOCIAL),
    )
    present = [medical, general, social]

    def able(ago_s: float) -> set[str]:
        found = eligible(waiting("x", ago_s, group=Group.MEDICAL), present, NOW, RULES)
        return {each.username for each in found}

    assert able(10) == set()  # the one who knows is busy, and not waited for long yet
    assert able(61) == {"gen"}
    assert able(181) == {"gen", "soc"}


def test_where_nobody_of_a_group_is_there_nobody_waits_for_them() -> None:
    found = eligible(waiting("x", group=Group.MEDICAL), [agent("gen")], NOW, RULES)
    assert [each.username for each in found] == ["gen"]
    found = eligible(waiting("x", group=Group.MEDICAL), [agent("soc", Group.SOCIAL)], NOW, RULES)
    assert [each.username for each in found] == ["soc"]


def talk(claimed_ago_s: float, spoke_ago_s: float | None = None, **more: object) -> Handoff:
    agent_at = None if spoke_ago_s is None else NOW - timedelta(seconds=spoke_ago_s)
    claimed = NOW - timedelta(seconds=claimed_ago_s)
    return waiting("t", 1000, claimed_at=claimed, agent_at=agent_at, agent="li", **more)


def here(seen_ago_s: float = 0, state: PresenceState = PresenceState.ONLINE) -> Presence:
    return Presence("li", state, NOW - timedelta(hours=1), NOW - timedelta(seconds=seen_ago_s))


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def test_who_is_silent_or_gone_loses_the_talk() -> None:
    assert loss_of(talk(119), None, here(), NOW, RULES) is None
    assert loss_of(talk(120), None, here(), NOW, RULES) is Loss.SILENT  # never said a word
    assert loss_of(talk(900, 600), None, here(), NOW, RULES) is None  # the citizen is silent, not the agent
    assert loss_of(talk(900, 600), ago(119), here(), NOW, RULES) is None
    assert loss_of(talk(900, 600), ago(121), here(), NOW, RULES) is Loss.SILENT
    assert loss_of(talk(5), None, here(46), NOW, RULES) is Loss.LOST
    assert loss_of(talk(5), None, here(0, PresenceState.OFFLINE), NOW, RULES) is Loss.LOST
    assert loss_of(talk(5), None, here(0, PresenceState.AWAY), NOW, RULES) is None
    assert loss_of(talk(5), None, None, NOW, RULES) is None  # this agent never told of being there
    assert loss_of(talk(900, by_phone=True), None, here(900), NOW, RULES) is None


def test_expected_wait() -> None:
    two = [agent("a", capacity=1, talks=1), agent("b", capacity=1, talks=1)]
    assert expected_minutes(1, [agent("free")], []) == 1
    assert expected_minutes(1, two, [300.0] * 4) is None  # too few to say
    assert expected_minutes(1, [], [300.0] * 20) is None  # nobody there
    assert expected_minutes(1, two, [300.0] * 5) == 3
    assert expected_minutes(4, two, [300.0] * 5) == 10


@given(st.integers(1, 500), st.lists(st.floats(1, 3600), min_size=5, max_size=20))
def test_told_waits_are_never_shorter_than_expected(position: int, recent: list[float]) -> None:
    minutes = expected_minutes(position, [agent("a", capacity=2, talks=2)], recent)
    assert minutes is not None
    told = in_words(minutes)
    assert told is not None
    assert told == "超过 1 小时" if minutes > 60 else int(told.split()[1]) >= minutes


def test_waits_in_words() -> None:
    assert [in_words(each) for each in (None, 1, 5, 6, 60, 61)] == [
        None,
        "约 1 分钟",
        "约 5 分钟",
        "约 10 分钟",
        "约 60 分钟",
        "超过 1 小时",
    ]
