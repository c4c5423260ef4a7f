"""Whether words ask something, or tell something: hello and thanks are neither."""

import re
from functools import lru_cache

from bot.business import choice, follow_up
from bot.business.handoff_wish import asks_for_person
from bot.business.text import normalise, without_fillers

_SHORTEST_QUESTION = 4  # characters: "社保" and "医保卡" say no more than what it is about
_SHORTEST_ANSWER = 8
_LONGEST_CHOICE = 6
_FEWEST_CHARACTERS = 3  # different ones
_CHINESE = re.compile("[\u4e00-\u9fff]")
_NO_QUESTION = re.compile(
    "(?:你好|您好|喂|嗨|哈喽|hello|hi|在吗|在不在|有人吗|谢谢|多谢|感谢|麻烦|辛苦|再见|拜拜|好的?|行|可以|知道|明白|清楚|没有|没事|不用|不要"
    "|不是|是的|对的?|嗯|哦|噢|啊|呃|额|那|我|你|您|们|了|吧|呀|呢|吗|的|就这样|就这些|先这样|早上|上午|中午|下午|晚上|大家|测试|一下|test|ok)*"
)
_HELLO = re.compile(
    "^(?:您好|你好)$|为您服务|很高兴|^请(?:讲|说|问)|(?:帮|帮到|帮助)您|稍等|稍候|查一下$|看一下$|^在的$"
)
_BETWEEN = re.compile(r"[，。！？,!?；;~\s]+")


@lru_cache(maxsize=20_000)  # people ask the same, and the same weeks are read again
def is_question(text: str) -> bool:
    """Return whether `text` asks something by itself: no greeting, no bare word, no choice, nothing that only asks on."""
    words = without_fillers(normalise(text))
    if len(words) < _SHORTEST_QUESTION or _NO_QUESTION.fullmatch(words):
        return False
    if len(set(_CHINESE.findall(words))) < _FEWEST_CHARACTERS:  # "哈哈哈哈", "asdf", another language
        return False
    if len(words) <= _LONGEST_CHOICE and choice.parse(text, offered=9) is not None:
        return False
    return not (asks_for_person(text) or follow_up.goes_on(text) or follow_up.aspect_of(text))


def tells_something(text: str) -> bool:
    """Return whether an agent's words say more than hello and "please wait"."""
    parts = [part for part in _BETWEEN.split(text) if not _HELLO.search(part)]
    return len(normalise("".join(parts))) >= _SHORTEST_ANSWER
