"""What a citizen who waits for a person reads and hears."""

from datetime import datetime

from bot.business.handoff import Handoff
from bot.business.privacy import mask_phone
from bot.business.queueing.callback_request import CallbackRequest
from bot.business.queueing.office_hours import moment_in_words
from bot.business.queueing.wait import Outlook, in_words
from bot.business.queueing.waiting_talk import CallbackTalk
from bot.business.reply import Reply

INSTEAD = "不想等的话，可以说“回电”约个时间，说“登记工单”交给部门办，或者说“继续问小政”。"
SEEN = "您说的话工作人员都能看到，不用再重复一遍。"


def handed_over(handoff: Handoff, outlook: Outlook, now: datetime) -> Reply:
    """Return what the citizen reads and hears when they have come into the queue. A caller is put through at once."""
    if handoff.by_phone:
        return _reply(handoff, outlook, _in_line(outlook))
    if outlook.opens_at is not None:
        return _reply(
            handoff, outlook, f"{_closed(outlook, now)}您的话已经留下，工作人员上班后会看到。{INSTEAD}"
        )
    if not outlook.present:
        text = f"正在为您转接人工，暂时没有空闲的工作人员，有人空出来就会接入。{INSTEAD}"
        return _reply(handoff, outlook, text)
    return _reply(handoff, outlook, _in_line(outlook))


def still_waiting(handoff: Handoff, outlook: Outlook, now: datetime) -> Reply:
    """Return the answer to what a citizen says while waiting for a person."""
    if outlook.opens_at is not None and not handoff.by_phone:
        return _reply(handoff, outlook, f"收到，您的话已经留下。{_closed(outlook, now)}{INSTEAD}")
    wait = in_words(outlook.minutes)
    told = f"您现在排在第 {outlook.position} 位，" + (f"还要等{wait}。" if wait else "请稍候。")
    instead = "" if outlook.served or handoff.by_phone else INSTEAD
    return _reply(handoff, outlook, f"收到，工作人员接入后能看到您说的话。{told}{instead}")


def robot_unavailable(handoff: Handoff, outlook: Outlook, now: datetime) -> Reply:
    """Return what the citizen reads and hears when the machine can't answer: a person will."""
    text = "对不起，我这边暂时出了点问题，已经帮您转给工作人员，"
    if outlook.opens_at is not None and not handoff.by_phone:
        return _reply(
            handoff, outlook, f"{text}{moment_in_words(outlook.opens_at, now)}上班后会有人来回复您。"
        )
    return _reply(handoff, outlook, f"{text}会有人来回复您，请稍候。")


def which_time(talk: CallbackTalk, again: bool = False) -> Reply:
    """Return the question when to call back."""
    listed = "\n".join(f"{number}. {each.label}" for number, each in enumerate(talk.times, 1))
    spoken = "；".join(f"{number}，{each.label}" for number, each in enumerate(talk.times, 1))
    asked = "请选一个时间，说序号就行。" if again else "什么时候给您回电话方便？说序号就行。"
    return Reply("callback", f"{asked}\n{listed}", f"{asked}{spoken}", (("callback", talk.as_dict()),))


def which_number(talk: CallbackTalk, again: bool = False) -> Reply:
    """Return the question which number to call."""
    assert talk.chosen is not None  # the time is asked first
    text = f"好的，{talk.chosen.label}。请说一下您的电话号码。"
    if again:
        text = "这个号码不完整，请再说一遍：手机号是 11 位，固定电话请带区号。"
    return Reply("callback", text, text, (("callback", talk.as_dict()),))


def promised(request: CallbackRequest, label: str) -> Reply:
    """Return the promise of a call, which is already written."""
    text = (
        f"约好了：{label}，工作人员会打 {mask_phone(request.phone)} 给您，"
        "您前面说的话他们都能看到。还有别的问题可以继续问我。"
    )
    return Reply("callback", text, text)


def no_times() -> Reply:
    """Return what is said when the office never opens: there is still the order."""
    text = "现在约不到回电的时间。您可以说“登记工单”，我们转给负责的部门办理。"
    return Reply("callback", text, text)


def left_the_queue() -> Reply:
    """Return what is said to who doesn't want to wait any more."""
    text = "好的，已经退出排队。我是机器人小政，有什么问题请接着问。"
    return Reply("chitchat", text, text)


def given_back(name: str, note: str) -> Reply:
    """Return the robot's first words after a person left something to be told."""
    text = f"我是机器人小政，工作人员{name}已经把您交回给我，并留话：{note}\n还有问题可以继续问我。"
    return Reply("given_back", text, text)


def _in_line(outlook: Outlook) -> str:
    if outlook.position <= 1:
        return f"正在为您转接人工，请稍候。{SEEN}"
    wait = in_words(outlook.minutes)
    told = f"，要等{wait}" if wait else ""
    return f"正在为您转接人工，前面还有 {outlook.position - 1} 位{told}。请稍候，您说的话工作人员都能看到。"


def _closed(outlook: Outlook, now: datetime) -> str:
    assert outlook.opens_at is not None
    return f"现在不是人工服务时间，{moment_in_words(outlook.opens_at, now)}开始有人。"


def _reply(handoff: Handoff, outlook: Outlook, text: str) -> Reply:
    card = {
        "id": handoff.id,
        "position": outlook.position,
        "reason": handoff.reason.value,
        "wait": in_words(outlook.minutes),
        "open": outlook.opens_at is None,
        "present": outlook.present,
    }
    return Reply("handoff", text, text, (("handoff", card),))
