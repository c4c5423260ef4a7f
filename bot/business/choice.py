"""Which of the offered titles a citizen picked: by key, ordinal or saying none of them."""

import re

from bot.business.text import normalise

_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PICK = re.compile(
    r"^(?:嗯|是|对|我?(?:选|要|问|想问|说)的?是?|应该是|就是?|那就|按)*(?:第|选项)?([1-9一二两三四五六七八九])"
    r"(?:个|项|条|号|种|吧|那个|的|呢|了|啊)*$"
)
_FIRST = re.compile(r"^(?:就|选|要)?(?:头一个|前面那个|上面那个|最前面(?:的|那个))")
_LAST = re.compile(r"^(?:就|选|要)?(?:最后(?:一个|那个|的)|后面那个|下面那个)")


def parse(text: str, offered: int) -> int | None:
    """Return the index (from 0) of the option that `text` picks among `offered` ones, or None."""
    sentence = normalise(text)
    picked = _PICK.match(sentence)
    if picked:
        number = picked.group(1)
        index = (_DIGITS.get(number) or int(number)) - 1
    elif _FIRST.match(sentence):
        index = 0
    elif _LAST.match(sentence):
        index = offered - 1
    else:
        return None
    return index if 0 <= index < offered else None
