"""Whether the sentence that asks for a work order already says what it is about."""

import re

from bot.business.text import clean, normalise

_WISH = re.compile(
    r"你好|您好|请问|麻烦|谢谢|小政|我(?:就)?(?:是)?(?:想|要|想要|来)|帮(?:我|忙)|给我|替我|能不能|可不可以|一下|一个|个"
    r"|投诉|举报|反映|反应|登记|记录|开|建|报|提交|工单|单子|问题|情况|事情|这件事|件事|事|吧|吗|呢|啊|的"
)
_ENOUGH = 4  # characters that are left of "我要投诉窗口态度差" and not of "我要投诉"


def stated_in(text: str) -> str | None:
    """Return `text` as the matter of an order when it tells one, None when it only asks for an order."""
    left = _WISH.sub("", normalise(text))
    return clean(text) if len(left) >= _ENOUGH else None
