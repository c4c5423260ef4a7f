"""Written text to the words that are said: numbers, dates, amounts and symbols, without markup."""

import re
from collections.abc import Callable

from speech.markup import strip_markup
from speech.numerals import LIMIT, cardinal, decimal, spell

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_NUMBER = r"\d+(?:\.\d+)?"
_DASH = r"\s*(?:[-~～—–－]+|至)\s*"
_COUNTED = "个位名元块万千百年周天小分次人件倍种家张寸项条岁份户笔套门类档级楼辆间场层只步句页遍趟轮期"
# Words after which digits are a label, not a quantity.
_LABELS = "电话|热线|号码|编号|单号|工单号|订单号|验证码|尾号|密码|身份证号|卡号|账号|拨打|致电|拨|邮编"
_SYMBOLS = {
    "%": "百分号",
    "+": "加",
    "=": "等于",
    "×": "乘以",
    "÷": "除以",
    "≥": "大于等于",
    "≤": "小于等于",
    ">": "大于",
    "<": "小于",
    "&": "和",
    "@": "艾特",
    "℃": "摄氏度",
    "㎡": "平方米",
    "√": "对",
    "→": "，",
    "~": "到",
    "￥": "元",
    "$": "美元",
}
_UNITS = {"km": "公里", "kg": "公斤", "cm": "厘米", "m²": "平方米", "m2": "平方米", "mm": "毫米"}


def to_spoken(text: str) -> str:
    """Return `text` as it is said. Digits become words, letters stay, markup, brackets and emoji go."""
    text = strip_markup(text)
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    return re.sub(r"[ \t]+", " ", re.sub(r"，{2,}", "，", text)).strip(" ，")


def _phone(digits: str) -> str:
    return spell("".join(re.findall(r"\d", digits)), one="幺")


def _count(number: str, follows: str = "") -> str:
    """Return a number as it is said before `follows`; leading zeros or too many digits are spelt."""
    whole = number.partition(".")[0]
    if (len(whole) > 1 and whole[0] == "0") or int(whole) >= LIMIT:
        return "点".join(spell(part) for part in number.split("."))
    return decimal(number, "两" if follows[:1] and follows[:1] in _COUNTED else "二")


def _date(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    return f"{spell(year)}年{cardinal(int(month))}月{cardinal(int(day))}日"


def _clock(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2])
    hours = f"{cardinal(hour, '两')}点"
    if minute == 0:
        return hours
    return f"{hours}{'零' if minute < 10 else ''}{cardinal(minute)}分"


def _years(found: re.Match[str]) -> str:
    first, last = found.groups()
    return f"{spell(first)}年到{spell(last)}年"


def _percent(found: re.Match[str]) -> str:
    first, last, sign = found.groups()
    base = "百分之" if sign == "%" else "千分之"
    return base + _count(first) + (f"到{base}{_count(last)}" if last else "")


def _fraction(found: re.Match[str]) -> str:
    return f"{cardinal(int(found[2]))}分之{cardinal(int(found[1]))}"


def _ordinal(found: re.Match[str]) -> str:
    return re.sub(r"\d+", lambda digits: cardinal(int(digits[0])), found[0])


def _dotted(found: re.Match[str]) -> str:
    return "点".join(cardinal(int(part)) for part in found[0].split("."))


def _slash(found: re.Match[str]) -> str:
    return "每" if found[0][0] in "元次天月年分" or found.string[found.start() - 1] in "元次块" else "或者"


def _rule(pattern: str, say: Callable[[re.Match[str]], str]) -> Rule:
    return re.compile(pattern), say


_RULES: tuple[Rule, ...] = (
    _rule(r"(?<=\d),(?=\d{3}(?!\d))", lambda _: ""),
    _rule(r"(?<!\d)([12]\d{3})[-/.]([01]?\d)[-/.]([0-3]?\d)(?![\d.])", _date),
    _rule(r"(?<![\d.])([01]?\d|2[0-4])[:：]([0-5]\d)(?:[:：][0-5]\d)?(?!\d)", _clock),
    _rule(rf"(?<!\d)([12]\d{{3}}){_DASH}([12]\d{{3}})年", _years),
    # telephone numbers: 0577-88888888, 400-100-1234, 13800138000, any long row that isn't counted
    _rule(r"(?<![\d.])(?:\+?86[- ]?)?0\d{2,3}[- ]\d{7,8}(?:-\d{1,4})?(?!\d)", lambda f: _phone(f[0])),
    _rule(r"(?<![\d.])[48]00[- ]\d{3,4}[- ]\d{3,4}(?!\d)", lambda f: _phone(f[0])),
    _rule(r"(?<![\d.])1\d{2}([- ])\d{4}\1\d{4}(?!\d)", lambda f: _phone(f[0])),
    _rule(rf"(?<![\d.])\d{{7,}}(?![\d.{_COUNTED}亿])", lambda f: _phone(f[0])),
    _rule(
        rf"(?<![\d.])(?:12[1-9]\d\d|1[08]\d{{3}}|9[56]\d{{3,4}}|11\d|12[0-2])(?![\d.%‰月日号{_COUNTED}亿])",
        lambda f: _phone(f[0]),
    ),
    _rule(rf"((?:{_LABELS})(?:是|为|：|:)?\s*)(\d{{3,}})(?![\d.])", lambda f: f[1] + _phone(f[2])),
    _rule(rf"({_NUMBER})[%‰]?(?:{_DASH}({_NUMBER}))?([%‰])", _percent),
    _rule(rf"(?<=[\d年月日号元万点分岁天%])(?:{_DASH})(?=[\d一二三四五六七八九十两百])", lambda _: "到"),
    _rule(r"(?<!\d)((?:19|20)\d{2})(?=年)", lambda f: spell(f[1])),
    _rule(rf"[¥￥]\s*({_NUMBER})([万亿]?)元?", lambda f: f"{_count(f[1], '元')}{f[2]}元"),
    _rule(r"(?<![\d/])([1-9]\d?)/([1-9]\d?)(?![\d/])", _fraction),
    _rule(r"第\d{1,4}(?:[、和到]\d{1,4})*(?![\d.])", _ordinal),
    _rule(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){2,}(?![\d.])", _dotted),
    _rule(r"(?<![\d一-鿿])[-－](?=\d)", lambda _: "负"),
    _rule(r"(?<=[\d一-鿿])\s*(km|kg|cm|mm|m²|m2)(?![A-Za-z])", lambda f: _UNITS[f[1]]),
    _rule(rf"({_NUMBER})(?=\s*(.?))", lambda f: _count(f[1], f[2])),
    _rule(r"(?<=[一-鿿])/(?=[一-鿿])", _slash),
    _rule("[" + re.escape("".join(_SYMBOLS)) + "]", lambda f: _SYMBOLS[f[0]]),
    _rule(r"[—–－]+|(?<![A-Za-z])-+|-+(?![A-Za-z])", lambda _: "，"),
    _rule(r"[/\\|_^·•]", lambda _: " "),
)
