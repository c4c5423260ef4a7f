"""What a notice says: order number, matter, deadline; nothing of the citizen, because it may leave this system."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.business.china import CHINA
from bot.business.notices.occasions import Occasion
from bot.business.order_number import grouped
from bot.business.orders.order import WorkOrder
from bot.business.queueing.callback_request import CallbackRequest
from bot.business.studio.health_endings import Ending

O = Occasion  # noqa: E741
_MOST_NAMED = 10  # a notice is no report
_TEXTS = {
    O.DISPATCHED: "{order}派给了贵单位，请及时签收、联系市民，{due}前办结。",
    O.RETURN_ASKED: "{order}的承办单位申请退单，请审批。",
    O.RETURN_GRANTED: "{order}的退单申请已经同意，贵单位不用再办。",
    O.RETURN_REFUSED: "{order}的退单申请没有同意，请继续办理，{due}前办结。",
    O.EXTENSION_ASKED: "{order}的承办单位申请延期，现在的期限是{due}，请审批。",
    O.EXTENSION_GRANTED: "{order}的延期申请已经同意，新的期限是{due}。",
    O.EXTENSION_REFUSED: "{order}的延期申请没有同意，仍要在{due}前办结。",
    O.SENT_BACK: "{order}的办理结果审核没有通过，请按审核意见继续办理，期限是{due}。",
    O.URGED: "{order}的市民来催办，请尽快办理，期限是{due}。",
    O.FACTS_ADDED: "{order}的市民补充了情况，请登录系统查看。",
    O.REOPENED: "{order}要重办，请在{due}前办结。",
    O.WITHDRAWN: "{order}已经由市民撤回，贵单位不用再办。",
    O.REMINDER: "{order}要在{due}前办结，请抓紧。",
    O.UNSIGNED: "{order}应当在{due}前签收，现在还没有签收，请马上签收。",
    O.UNSIGNED_STILL: "{order}应当在{due}前签收，承办单位至今没有签收，请督促。",
    O.UNCONTACTED: "{order}应当在{due}前联系市民，现在还没有联系，请马上联系。",
    O.UNCONTACTED_STILL: "{order}应当在{due}前联系市民，承办单位至今没有联系，请督促。",
    O.OVERDUE: "{order}应当在{due}前办结，已经超期，列入督办。",
    O.LEFT_WAITING: "{order}现在是“{status}”，应当在{due}前处理，请安排。",
    O.HELD_REVIEW: "挂账的{order}到了复查时间（{due}），请看看能不能恢复办理。",
}


def china_time(moment: datetime) -> str:
    """Return a moment as it is said in China."""
    local = moment.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"


def order_text(occasion: Occasion, order: WorkOrder, matter: str, deadline: datetime | None) -> str:
    """Return what is said of an order; `matter` is the name of its category."""
    due = china_time(deadline) if deadline else "规定时间"
    named = f"工单 {grouped(order.number)}（{matter}）"
    return _TEXTS[occasion].format(order=named, due=due, status=order.status.label)


def callback_text(request: CallbackRequest) -> str:
    """Return what agents are told of a promised call; number and subject are shown at the desk only."""
    until = request.wanted_to.astimezone(CHINA)
    span = f"{china_time(request.wanted_from)}到{until:%H:%M}"
    return f"答应市民在{span}之间回电（{request.group.label}组），还没有打，请在坐席台查看。"


def calendar_text(year: int) -> str:
    """Return what administrators are told when a year's holidays are missing."""
    return f"有工单的期限在 {year} 年，但 {year} 年的放假安排还没有录入，工作日暂时只按周六、周日休息来算。请补充日历文件并重启。"


def knowledge_text(found: Sequence[Ending], today: date) -> str:
    """Return what administrators are told of what expires in the knowledge base."""
    gone = sum(each.day < today for each in found)
    counted = [f"{len(found) - gone} 项内容快要失效" * (gone < len(found)), f"{gone} 项已经失效" * (gone > 0)]
    named = "；".join(_ending(each, today) for each in found[:_MOST_NAMED])
    more = f"；另有 {len(found) - _MOST_NAMED} 项" if len(found) > _MOST_NAMED else ""
    said = "，".join(filter(None, counted))
    return f"知识库里{said}，还没有接上的内容：{named}{more}。请在“知识库 → 体检”里查看。"


def _ending(each: Ending, today: date) -> str:
    day = f"{each.day.year}年{each.day.month}月{each.day.day}日"
    said = "已过期" if each.day < today else "是最后一天"
    return f"“{each.title}”的{each.part.value}，{day}{said}"
