"""What the answers to the work-order form's questions mean."""

import re

from bot.business import phone
from bot.business.text import clean, normalise

NO_PHONE = "不留"
FIELDS = {
    "matter": re.compile(r"内容|事情|问题|情况|什么事"),
    "place": re.compile(r"地点|地址|地方|哪里|位置|单位"),
    "occurred": re.compile(r"时间|日期|什么时候|几号|哪天"),
    "callback_phone": re.compile(r"电话|号码|手机"),
}
_NO_PHONE = re.compile(
    r"不[留六流刘柳]|不用(?:留|回)?|不方便|不想留|没有电话|没电话|没有手机|不要回|算了|没有"
)
_YES = re.compile(
    r"^(?:嗯|对|是|好|行|可以|没错|没问题|没有问题|正确|确认|确定|提交|登记|就这样|ok|yes|都对|的|了|吧|啊|呀|呢|没有了)+$"
)
_NO = re.compile(r"不对|不是|错|不行|不正确|改|有问题|重新|不要|no")
_QUESTION = re.compile(r"吗|么|什么|怎么|多少|几[个天年月岁]|哪|能不能|可不可以|是不是|要不要|为啥|咋|[?？]")


def phone_answer(text: str) -> str | None:
    """Return the number in `text`, NO_PHONE when none is wanted, or None when it is neither."""
    found = phone.find(text)
    if found:
        return found
    return NO_PHONE if _NO_PHONE.search(normalise(text)) else None


def confirmation(text: str) -> bool | None:
    """Return True for yes, False for no or a correction, None when it is neither."""
    sentence = normalise(text)
    if _YES.match(sentence):
        return True
    return False if _NO.search(sentence) else None


def field_named_in(text: str) -> str | None:
    """Return the field that a correction such as "地点不对" names, or None."""
    sentence = normalise(text)
    return next((name for name, words in FIELDS.items() if words.search(sentence)), None)


def is_question(text: str) -> bool:
    """Return whether `text` asks something rather than answers."""
    return bool(_QUESTION.search(clean(text)))
