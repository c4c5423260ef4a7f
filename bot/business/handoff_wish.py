"""Who asks for a person gets one: the wordings of 转人工 that need no model to be understood."""

import re

from bot.business.text import normalise

_PERSON = (
    r"(?:人工(?:客服|服务|坐席|座席|台)?|真人(?:客服)?|活人|客服(?:人员)?|坐席|座席|话务员|接线员|工作人员|值班(?:员|人员|的人|经理|长)"
    r"|主管|领导|负责人|经理)"
)
# People a caller names by what they know or do; only after a verb of fetching and before one of speaking.
_SOMEONE = (
    r"(?:同志|师傅|专员|管事的|懂行的|上班的|(?:办事|懂|明白|会.{1,6}|管.{1,8}|负责.{0,8})的?(?:人|同志)"
    r"|[科处局股]长|主任|小姐姐|大姐|大哥)"
)
_WISH = re.compile(
    rf"^(?:{_PERSON})+(?:在吗|呢|吧|啊)?$"
    rf"|(?:转|接|换|找|要|叫|帮我转|给我转|转接|转到)(?:个|一下|一个|到|成|你们|你们的)*{_PERSON}"
    r"|(?:我要|我想|让我|换)(?:和|跟|个|找)?(?:真人|活人|人)(?:说|讲|来|接|聊)"
    r"|(?:不要|不想|别|不愿|懒得|不跟|少拿).{0,6}机器人?"
    r"|^(?:那|就|给我|快|赶紧|你)*换(?:个|一个)?人|[，。]?换(?:个)?人(?:吧|来|接|说|讲)?$|接到人|(?:跟|和|同|与)(?:个|真)?人(?:讲|说|聊|谈|对话|通话)|听人讲话"
    rf"|(?:让|请|叫|喊|找).{{0,10}}{_PERSON}.{{0,6}}(?:说|讲|接|听|来|过来|谈)|{_PERSON}(?:呢|在哪|出来)$"
    rf"|(?:叫|请|喊|找|换|让|接).{{0,10}}{_SOMEONE}(?:来|过来|听|接|跟我|和我|给我|说|讲|聊|咨询|问|$)"
    r"|(?:我|就|只)要(?:个|找)?人(?:$|来|接|听|啊|了)|(?:不是|不行|不懂)的话.{0,6}(?:转|换)一?个$"
    r"|realperson|realhuman|ahuman|operator|representative"
)
_NOT_A_WISH = re.compile(
    r"人工(?:智能|流产|授精|耳蜗|关节|费)|没有人工|人工几点|工作人员(?:态度|说|让|不|推|乱|收)"
)


def asks_for_person(text: str) -> bool:
    """Return whether `text` plainly asks for a person instead of the machine."""
    sentence = normalise(text)
    return bool(_WISH.search(sentence)) and not _NOT_A_WISH.search(sentence)
