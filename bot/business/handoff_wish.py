"""Who asks for a person gets one: the wordings of 转人工 that need no model to be understood."""

import re

from bot.business.text import normalise

_PERSON = (
    r"(?:人工(?:客服|服务|坐席|座席|台)?|真人(?:客服)?|活人|客服(?:人员)?|坐席|座席|话务员|接线员|工作人员|值班(?:员|人员|的人|经理|长)"
    r"|主管|领导|负责人|经理)"
)
_WISH = re.compile(
    rf"^(?:{_PERSON})+(?:在吗|呢|吧|啊)?$"
    rf"|(?:转|接|换|找|要|叫|帮我转|给我转|转接|转到)(?:个|一下|一个|到|成|你们|你们的)*{_PERSON}"
    r"|(?:我要|我想|让我|换)(?:和|跟|个|找)?(?:真人|活人|人)(?:说|讲|来|接|聊)"
    r"|(?:不要|不想|别|不愿|懒得|不跟|少拿).{0,6}机器人?"
    r"|^(?:那|就|给我|快|赶紧|你)*换(?:个|一个)?人|[，。]?换(?:个)?人(?:吧|来|接|说|讲)?$|接到人|(?:跟|和|同|与)(?:个|真)?人(?:讲|说|聊|谈|对话|通话)|听人讲话"
    rf"|(?:让|请|叫|喊|找).{{0,10}}{_PERSON}.{{0,6}}(?:说|讲|接|听|来|过来|谈)|{_PERSON}(?:呢|在哪|出来)$"
    r"|realperson|realhuman|ahuman|operator|representative"
)
_NOT_A_WISH = re.compile(
    r"人工(?:智能|流产|授精|耳蜗|关节|费)|没有人工|人工几点|工作人员(?:态度|说|让|不|推|乱|收)"
)


def asks_for_person(text: str) -> bool:
    """Return whether `text` plainly asks for a person instead of the machine."""
    sentence = normalise(text)
    return bool(_WISH.search(sentence)) and not _NOT_A_WISH.search(sentence)
