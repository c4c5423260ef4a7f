"""Keys and voice in one number, keys that somebody leans on, answers that never come."""

from bot.business.calls import events as at
from bot.business.calls.policy import CallPolicy, State
from bot.business.calls.session import CallSession

PHONE = at.Answer("请留一个电话号码。", "work_order", at.Expects.NUMBER)


def collecting(keys: str) -> CallSession:
    """A call in which a number is asked for and its first keys are pressed, the last at 12 s."""
    session = CallSession()
    session.handle(at.Answered(), 0.0)
    session.handle(at.Heard("我要登记一个工单"), 10.0)
    session.handle(at.Replied(1, (PHONE,)), 11.0)
    for key in keys:
        session.handle(at.Key(key), 12.0)
    return session


def asked(decisions: list[at.Decision]) -> list[str]:
    return [each.text for each in decisions if isinstance(each, at.Ask)]


def test_who_goes_on_by_voice_is_not_cut_off_by_the_keys_clock() -> None:
    session = collecting("138")
    session.handle(at.Speech(0.3), 14.0)
    assert asked(session.handle(at.Tick(), 15.1)) == []
    assert asked(session.handle(at.Heard("00138000"), 18.0)) == ["13800138000"]


def test_a_cough_between_keys_starts_their_clock_anew() -> None:
    session = collecting("138")
    session.handle(at.Speech(0.3), 14.0)
    session.handle(at.Heard(""), 15.5)
    assert session.state is State.COLLECTING
    assert session.deadline == 18.5
    assert asked(session.handle(at.Tick(), 18.5)) == ["138"]


def test_leaning_on_a_key_is_one_mistake() -> None:
    session = CallSession()
    session.handle(at.Answered(), 0.0)
    said = [each for n in range(200) for each in session.handle(at.Key("5"), 1.0 + n * 0.05)]
    assert [each.prompt for each in said if isinstance(each, at.Say)] == ["no_such_key"]
    assert not any(isinstance(each, at.CallPerson) for each in said)
    again = session.handle(at.Key("5"), 30.0)
    assert [each.prompt for each in again if isinstance(each, at.Say)] == ["menu"]


def failing(session: CallSession, times: int) -> list[str | None]:
    """Ask `times` questions that can't be answered; return the prompts that were said then."""
    prompts: list[str | None] = []
    for number in range(1, times + 1):
        session.handle(at.Heard("失业金怎么领"), number * 10.0)
        said = session.handle(at.Failed(number), number * 10.0 + 1)
        prompts += [each.prompt for each in said if isinstance(each, at.Say)]
        session.handle(at.Spoken(), number * 10.0 + 5)
    return prompts


def test_the_third_question_in_a_row_without_an_answer_goes_to_a_person() -> None:
    session = CallSession()
    session.handle(at.Answered(), 0.0)
    assert failing(session, 3) == ["trouble", "trouble", "to_person"]
    assert session.state is State.TRANSFERRING


def test_an_answer_between_them_counts() -> None:
    session = CallSession()
    session.handle(at.Answered(), 0.0)
    failing(session, 2)
    session.handle(at.Heard("我要登记一个工单"), 30.0)
    session.handle(at.Replied(3, (PHONE,)), 31.0)
    session.handle(at.Spoken(), 35.0)
    session.handle(at.Heard("不留"), 36.0)
    said = session.handle(at.Failed(4), 37.0)
    assert [each.prompt for each in said if isinstance(each, at.Say)] == ["trouble"]


def test_a_page_keeps_listening_when_even_a_person_cannot_be_called() -> None:
    session = CallSession(CallPolicy(greets=False, silence_s=None, transfers=False))
    session.handle(at.Answered(), 0.0)
    session.handle(at.Key("0"), 1.0)
    said = session.handle(at.Failed(1), 11.0)
    assert [each.prompt for each in said if isinstance(each, at.Say)] == ["trouble"]
    session.handle(at.Spoken(), 15.0)
    assert asked(session.handle(at.Heard("失业金怎么领"), 20.0)) == ["失业金怎么领"]


def test_keys_while_being_passed_on_call_nobody_again() -> None:
    session = CallSession()
    session.handle(at.Answered(), 0.0)
    session.handle(at.Key("0"), 1.0)
    session.handle(at.Replied(1, (at.Answer("正在为您转接人工。", "handoff"),), to_person=True), 1.2)
    assert session.handle(at.Key("0"), 1.5) == []
    assert session.handle(at.Key("*"), 1.6) == []
    assert session.handle(at.Spoken(), 5.0) == [at.Transfer()]
