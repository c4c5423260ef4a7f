"""Personal numbers are shown masked unless somebody has a reason, and the reason is logged."""

import re
from collections.abc import Sequence

from bot.business import order_number

_DIGITS = str.maketrans("零〇幺一二两三四五六七八九０１２３４５６７８９", "00112234567890123456789")
_GAP = r"[\s\-－—·,，、]?"  # between the groups in which people write and say numbers


def _groups(*groups: str, end: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<!\d){_GAP.join(groups)}{end}(?!\d)")


_NUMBERS = (  # pattern, and how many of its first digits stay; of the last always four
    (_groups(r"1[3-9]\d", r"\d{4}", r"\d{4}"), 3),  # mobile
    (_groups(r"0\d{2,3}", r"[2-8]\d{2,3}", r"\d{4}"), 3),  # landline
    (
        re.compile(rf"^[2-8]\d{{2,3}}{_GAP}\d{{4}}$"),
        0,
    ),  # landline without its city: only when nothing else was said
    (_groups(r"\d{6}", r"\d{8}", r"\d{3}[\dXx]"), 3),  # identity card
    (_groups(r"\d{4}", r"\d{4}", r"\d{4}", r"\d{4}", end=rf"(?:{_GAP}\d{{1,3}})?"), 4),  # bank card
    (_groups(r"\d{11,}"), 3),  # one of these with a digit misheard, lost or doubled
)

_SURNAMES = (
    "欧阳|上官|司马|诸葛|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏"
    "魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲"
    "翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗"
    "瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝]"
)
_NOT_IN_NAMES = "我你他她今想要的是在住电有和，。"
_SIGN = r"(?:\s*[是为叫:：])?\s*"
_PEOPLE = (  # patterns whose group "it" is about one person; what stands around it stays
    re.compile(
        r"(?:(?<=[我你他她爸妈爹娘父母公婆哥弟姐妹儿女子妻夫伴孩人者友])\s*(?:的?名字)?\s*叫\s*做?|(?:姓名|名字)"
        + _SIGN
        + ")"
        rf"(?P<it>(?:{_SURNAMES})\s*[一-鿿](?:\s*[^\W\d_{_NOT_IN_NAMES}])?)"
    ),
    re.compile(
        rf"(?<=我是)(?P<it>(?:{_SURNAMES})(?!州|龄|管|工|中生|护|苏|西|东|南|北|徽)[一-鿿]{{1,2}})(?<![人民员工者户])(?=[\s，。,.！!、；;]|$)"
    ),
    re.compile(rf"(?<=姓)\s*(?P<it>{_SURNAMES})(?!名)"),
    re.compile(
        rf"(?<![对由关属鉴至任])(?P<it>(?:{_SURNAMES})[一-鿿]{{0,2}}?)(?=先生|女士|小姐|师傅|阿姨|大爷|大妈|大姐|大哥|老师|医生|主任)"
    ),
    re.compile(r"(?:微信|QQ|qq|VX|vx)号?" + _SIGN + r"(?P<it>[A-Za-z0-9_-]{5,})"),
    re.compile(r"(?P<it>[\w.+-]+@[\w-]+\.[\w.]+)"),
    re.compile(
        r"(?P<it>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z]\s?·?[A-Za-z0-9]{5,6})(?![A-Za-z0-9])"
    ),
)
_COUNT = r"[\d零〇幺一二两三四五六七八九十百]+"
_HOUSE = (  # numbers of houses and doors; the street stays, for it tells who is asked
    re.compile(rf"[路街巷弄道村里坊]\s*(?P<it>{_COUNT}(?:\s*[-－之]\s*{_COUNT})?)\s*号"),
    re.compile(rf"(?P<it>{_COUNT})\s*(?=幢|栋|单元|号楼|室)"),
)
_LONG = re.compile(r"(?<![\d.])\d{6,}(?!\d|\s*[元块万])")  # numbers of cards, insured people, orders


def mask_phone(number: str) -> str:
    """Return a telephone number with only its first three and last four digits: 138****8000."""
    return number[:3] + "****" + number[-4:] if len(number) >= 9 else "****" + number[-2:]


def mask_text(text: str) -> str:
    """Return `text`, as long as before, with numbers of telephones, identity cards and bank cards masked.

    Their digits may be typed or spoken one by one (幺三八…). Numbers of work orders stay.
    """
    plain = text.translate(_DIGITS)
    for pattern, shown in _NUMBERS:
        plain = pattern.sub(lambda found, shown=shown: _hidden(found[0], shown), plain)  # type: ignore[misc]
    return "".join("*" if now == "*" else was for was, now in zip(text, plain, strict=True))


def mask_personal(text: str) -> str:
    """Return `text`, as long as before, for eyes that only need to know what was asked: nothing leads to a person.

    Beyond `mask_text`: names after words such as 我叫, before 先生 and the like, house and door numbers, number plates,
    addresses of mail and chat, any number of six digits and more unless it is a sum of money.
    """
    hidden = text.translate(_DIGITS)
    for pattern in (*(each for each, _ in _NUMBERS), _LONG):
        hidden = pattern.sub(_starred, hidden)  # whole: the last four digits of a telephone open an order
    masked = "".join("*" if now == "*" else was for was, now in zip(text, hidden, strict=True))
    for pattern in (*_PEOPLE, *_HOUSE):
        masked = pattern.sub(_starred, masked)
    return masked


def mask_words(words: Sequence[str]) -> list[str]:
    """Return the words of one sentence with numbers masked that go across several of them."""
    masked, masked_words = mask_text("".join(words)), []
    for word in words:
        masked_words.append(masked[: len(word)])
        masked = masked[len(word) :]
    return masked_words


def _starred(found: "re.Match[str]") -> str:
    """Return what was found with the group "it", or all of it, as stars."""
    start, end = (each - found.start() for each in found.span("it" if "it" in found.re.groupindex else 0))
    return found[0][:start] + "*" * (end - start) + found[0][end:]


def _hidden(number: str, shown: int) -> str:
    if order_number.valid(number):
        return number
    places = [place for place, char in enumerate(number) if char.isalnum()][shown:-4]
    return "".join("*" if place in places else char for place, char in enumerate(number))
