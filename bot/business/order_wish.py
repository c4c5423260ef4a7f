"""Wordings that need no model: a matter is to be registered, or one that was registered is asked after."""

import re

from bot.business import order_form
from bot.business.text import normalise

_REGISTER = (
    "(?:登记|记下来|记一下(?!$)|记一记|记个|立个?案|[立开派建]个?单|下个?工?单"
    "|反映上去|往上反映|报上去(?!的)|递上去|转交|转达)"
)
_WISH = re.compile(
    rf"(?:帮|给|替|请|麻烦|劳驾|你们?).{{0,12}}{_REGISTER}"
    r"|(?:我|我们|本人)(?:就|也|还|真|现在|今天)*(?:要|想|来|必须)(?:实名|匿名|重新|再|正式|跟你们?|向你们?)*(?:投诉|举报|反映|检举|告(?!诉|知|别))"
    r"|(?:提交|下|开|派|立|建|登记)(?:个|一个|一张|一下)?(?:工单|单子)"
    r"|请(?:贵中心|你们|予以|依法|尽快|及时)*(?:受理|登记|立案|督办|查处|督促)|登记在案|予以(?:受理|登记|查处|立案)"
    r"|往上(?:反映|报|捅)|(?:跟|和|向)上(?:面|头|级)(?:说|讲|反映|报)"
    r"|(?:叫|喊|让|派|安排)(?:几个)?(?:人(?!来[接讲说听]|来$)|城管|消防|师傅|物业|社区|部门|你们的人|相关部门).{0,6}(?:来|去|管|处理|修|拆|查)"
)
_AFTER = re.compile(
    r"(?:反映|登记|投诉|举报|报修|报上?)(?:过|的|了|上去).{0,24}"
    r"(?:怎么样|咋样|结果|进展|进度|到哪(?:一步|儿?了|里了)|哪一步|处理了|处理没|办了|办没|下去了|过去了没|没回|没有回|没消息|没人联系|没动静|卡在|回音|回复)"
    r"|(?:我的|那个|那张|上次的|之前的)(?:工单|单子).{0,10}(?:怎么|咋|到哪|进|结果|办|处理|扔|没)"
)
_HOW = re.compile(
    r"笔记|我记|(?:参保|变更|失业|就业|单位|社保|信息)登记|^(?:不用|不要|别)|吧$|怎么(?:投诉|举报|反映|告|登记)|(?:投诉|举报|反映)(?:电话|途径|渠道|方式|流程|有奖|奖励)|(?:哪|什么)(?:里|儿|地方|部门)"
)


def asks_for_order(text: str) -> bool:
    """Return whether `text` plainly wants a matter registered; a question how or where to complain is none."""
    sentence = normalise(text)
    return bool(_WISH.search(sentence)) and not _HOW.search(sentence) and not order_form.is_question(text)


def asks_after_order(text: str) -> bool:
    """Return whether `text` plainly asks how a matter stands that was registered before."""
    return bool(_AFTER.search(normalise(text)))
