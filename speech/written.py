"""Spoken words to how they are written: numbers, dates, amounts and times in digits, idioms untouched."""

import re
from collections.abc import Callable

from speech.numerals import decimal_of, digits_of, value_of

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_DIGIT = "零〇幺一二三四五六七八九"
_ANY = _DIGIT + "两十百千万亿"
_WHOLE = f"[{_ANY}]+"
_NUMBER = rf"{_WHOLE}(?:点[{_DIGIT}]+)?"
_ALONE = rf"(?<![{_ANY}点])"
# What may follow a number from ten up; before anything else 十一 may be a holiday and 十五 a festival.
_UNITS = (
    "元块万亿个位名人岁年月日天号点分秒时小周次份件条款项章级倍层楼米公平里斤户家张种套笔区路弄室栋幢页折%"
)
# Words and phrases that look like numbers. They are stepped over before any rule is tried.
_FIXED = (
    "七七八八(?![零幺一二三四五六七八九])|三三两两|三五成群|一五一十|三七二十一|九九八十一|三十六计|七十二变|三百六十行|二百五(?![十块元])|十有八九|"
    "八九不离十|成百上千|成千上万|千千万万|千万|百万富翁|万一|百分百|一千零一夜|五十步笑百步|三十而立|四十不惑|"
    "十全十美|十万火急|十万八千里|一百个放心|百十(?:来)?|双十一|十一黄金周|八一建军|三八妇女|五一劳动|一二三产业|"
    "十里八乡|十二分|二十四节气|三点一线|一点一滴|一点一点|两点一线|十八大|十九大|二十大|十四五|十五五|"
    "一元化|二元论|多元|一万个(?:愿意|放心|不)|十月怀胎|十分(?!钟)|三月三(?![号日一二三四五六七八九十])|一一(?=对应|列|说明|核|告)"
)
_DAY_PART = "上午|下午|中午|早上|早晨|晚上|凌晨|傍晚|夜里|半夜|今天|明天|后天|昨天|今晚|明早"


def to_written(text: str) -> str:
    """Return `text` with spoken numbers in digits: 三百五十块 → 350元, 百分之八 → 8%, 幺二三四五 → 12345.

    Whatever is not surely a number stays as it is, so words such as 一下, 万一, 三亚 or 五险一金 are safe.
    """
    return "".join(
        part if index % 2 else _rewritten(part) for index, part in enumerate(_SPLIT_FIXED.split(text))
    )


def _rewritten(text: str) -> str:
    for pattern, write in _RULES:
        text = pattern.sub(write, text)
    return text


def _or_same(found: re.Match[str], number: str | int | None, after: str = "", before: str = "") -> str:
    """Return the number with what belongs around it, or what was found when it isn't a number."""
    return found[0] if number is None else f"{before}{number}{after}"


def _row(found: re.Match[str]) -> str:
    """Write digits spoken one by one; a short rising row (一二三) is counting or 'a few', not a label."""
    digits = digits_of(found[0])
    rising = digits in "0123456789"
    if rising and len(digits) < 5 and "幺" not in found[0]:
        return found[0]
    return digits


def _year(found: re.Match[str]) -> str:
    digits = digits_of(found[1])
    about = len(digits) == 2 and int(digits[1]) - int(digits[0]) == 1  # 三四年: three or four years
    return found[0] if about else f"{digits}年"


def _month_day(found: re.Match[str]) -> str:
    month, day = value_of(found[1]), value_of(found[2])
    if month is None or day is None or not (1 <= month <= 12 and 1 <= day <= 31):
        return found[0]
    return f"{month}月{day}日"


def _month(found: re.Match[str]) -> str:
    month = value_of(found[1])
    return _or_same(found, month if month and month <= 12 else None, "月")


def _time(found: re.Match[str]) -> str:
    hour = value_of(found["hour"])
    if hour is None or hour > 24:
        return found[0]
    minute = found["minute"]
    if not minute:
        return f"{found['part'] or ''}{hour}点"
    value = value_of(minute.lstrip("零〇") or "零")
    return found[0] if value is None or value > 59 else f"{found['part'] or ''}{hour}点{value:02d}分"


def _percent(found: re.Match[str]) -> str:
    number = "100" if found[2] == "百" else decimal_of(found[2])
    return _or_same(found, number, "%" if found[1] == "百" else "‰")


def _fraction(found: re.Match[str]) -> str:
    below, above = value_of(found[1]), value_of(found[2])
    return found[0] if below is None or above is None else f"{above}/{below}"


def _pieces(found: re.Match[str]) -> str:
    """Write 三块五, 十二块八毛 and 两块零五分 as an amount."""
    whole = value_of(found["whole"])
    tenth, cents = found["tenth"], found["cents"]
    if whole is None or not (tenth or cents):
        return found[0]
    return f"{whole}.{digits_of(tenth) if tenth else 0}{digits_of(cents) if cents else ''}元"


def _amount(found: re.Match[str]) -> str:
    number, unit = found[1], found[2]
    if unit == "块" and len(number) == 1 and number != "十":
        return found[0]  # 一块去, 两块牌子
    unit = unit.replace("块钱", "元").replace("块", "元")
    large = number[-1] if number[-1] in "万亿" and "点" in number else ""
    return _or_same(found, decimal_of(number), large + unit)


def _counted(found: re.Match[str]) -> str:
    """Write a whole number from ten up that counts something, or from twenty up by itself."""
    number = found[0]
    value = value_of(number)
    if value is None or value < 10 or number[0] in "百千万亿":
        return number
    unit = found.string[found.end() : found.end() + 1]
    if value < 20 and not (unit and unit in _UNITS):
        return number
    return str(value)


def _ordinal(found: re.Match[str]) -> str:
    return _or_same(found, value_of(found[1]), found[2], "第")


def _share(number: str) -> str:
    written = decimal_of(number)
    return f"百分之{number}" if written is None else f"{written}%"


def _large_amount(found: re.Match[str]) -> str:
    unit = found[2].replace("块钱", "元").replace("块", "元").removesuffix("钱")
    return _or_same(found, decimal_of(found[1]), unit)


def _rule(pattern: str, write: Callable[[re.Match[str]], str]) -> Rule:
    return re.compile(pattern), write


_SPLIT_FIXED = re.compile(rf"(?<![{_ANY}])({_FIXED})")
_RULES: tuple[Rule, ...] = (
    _rule(rf"百分之({_NUMBER})到百分之({_NUMBER})", lambda f: f"{_share(f[1])}到{_share(f[2])}"),
    _rule(rf"([百千])分之({_NUMBER}|百)", _percent),
    _rule(rf"{_ALONE}([二三四五六七八九十]+)分之([一二两三四五六七八九十]+)(?![{_ANY}点])", _fraction),
    _rule(rf"{_ALONE}([{_DIGIT}]{{4}}|[五六七八九零〇一二][{_DIGIT}])年", _year),
    _rule(rf"{_ALONE}([一二三四五六七八九十]{{1,2}})月份?([一二三四五六七八九十]{{1,3}})[号日]", _month_day),
    _rule(rf"{_ALONE}([一二三四五六七八九十]{{1,2}})月(?!饼|亮|光|经|子|[{_ANY}])", _month),
    _rule(
        rf"(?P<part>{_DAY_PART})(?P<hour>[零一二两三四五六七八九十]{{1,3}})点"
        rf"(?:整|钟)?(?:(?P<minute>[零〇]?[一二三四五六七八九十]{{1,3}})分?)?(?![{_ANY}])",
        _time,
    ),
    _rule(
        rf"(?P<part>){_ALONE}(?P<hour>[一二两三四五六七八九十]{{1,3}})点"
        r"(?P<minute>[零〇][一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?)分?(?![百千万亿元块倍岁米])",
        _time,
    ),
    _rule(
        rf"{_ALONE}([一二两三四五六七八九十]{{1,3}})点(?=半|钟|整|[一三]刻)",
        lambda f: _or_same(f, value_of(f[1]), "点"),
    ),
    _rule(
        rf"{_ALONE}(?P<whole>{_WHOLE})块(?:(?P<tenth>[一二三四五六七八九])毛?|零)"
        rf"(?:(?P<cents>[一二三四五六七八九])分?)?(?![{_ANY}])(?:钱)?",
        _pieces,
    ),
    _rule(rf"{_ALONE}({_WHOLE}点[{_DIGIT}]+)([万亿]?[元块]钱?|[万亿])", _large_amount),
    _rule(rf"{_ALONE}({_NUMBER})(块钱|块|元)", _amount),
    _rule(rf"{_ALONE}({_WHOLE}点[{_DIGIT}]+)(?![{_ANY}点])", lambda f: _or_same(f, decimal_of(f[1]))),
    _rule(rf"{_ALONE}(?:[{_DIGIT}]{{3,}}|幺[{_DIGIT}]+|[{_DIGIT}]幺)(?![{_ANY}点月])", _row),
    _rule(rf"第({_WHOLE})([条款章])", _ordinal),
    _rule(rf"{_ALONE}[{_DIGIT}](?=号)(?!号线)", lambda f: _or_same(f, value_of(f[0]))),
    _rule(rf"(?<!第){_ALONE}{_WHOLE}(?![几点]|分之)", _counted),
)
