"""Sums that one sentence holds everything for: months, days and dates told before a topic's answer.

Sources: 《社会保险法》第四十六条 (unemployment), 国办发〔2024〕38号 (waiting period of resident medical insurance), 国务院令第619号
第七条 (maternity leave), 《工伤保险条例》第十七条 (deadlines for recognising a work injury).
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

_NUMERALS = {
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_NUMBER = "([0-9]{1,2}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_YEARS_PAID = re.compile(
    rf"(?:交|缴|满|干)(?:了|过|满|够|到)*(?:社保|失业险|失业保险|保险)?(?:了|有)?{_NUMBER}(?:多|来)?(?:个)?(年|月)"
)
_YEARS_LAPSED = re.compile(
    rf"(?:断|停|没交|没缴|漏|中断)[^0-9一二两三四五六七八九十]{{0,6}}{_NUMBER}(?:多)?年|{_NUMBER}年(?:没交|没缴|断)"
)


def worked_out(topic: str, sentence: str, today: date) -> str | None:
    """Return what `topic`'s rule gives for the figures in `sentence`, as a whole sentence; None without figures."""
    rule = _RULES.get(topic)
    return rule(re.sub(r"\s", "", unicodedata.normalize("NFKC", sentence)), today) if rule else None


def unemployment_months(years: float) -> int:
    """Return the most months of unemployment benefit for `years` of paying; 0 below one year."""
    if years < 1:
        return 0
    return 12 if years < 5 else 18 if years < 10 else 24


def waiting_months(years_lapsed: int) -> int:
    """Return the months before resident medical insurance pays again: 3, and one for each year of lapse."""
    return 3 + years_lapsed


def maternity_days(children: int = 1, difficult: bool = False, lost_after_months: int | None = None) -> int:
    """Return the days of maternity leave that the State guarantees; after a miscarriage 15, from four months on 42."""
    if lost_after_months is not None:
        return 15 if lost_after_months < 4 else 42
    return 98 + 15 * (children - 1) + 15 * difficult


def injury_deadlines(accident: date) -> tuple[date, date]:
    """Return the last day for the employer (30 days) and for the worker (one year), counted from the accident."""
    try:
        year_on = accident.replace(year=accident.year + 1)
    except ValueError:  # 29 February
        year_on = date(accident.year + 1, 2, 28)
    return accident + timedelta(days=30), year_on


def _unemployment(text: str, today: date) -> str | None:
    found = _YEARS_PAID.search(text)
    if not found:
        return None
    years = _number(found[1]) / (1 if found[2] == "年" else 12)
    told = f"{_number(found[1])}{'年' if found[2] == '年' else '个月'}"
    months = unemployment_months(years)
    if not months:
        return f"失业保险缴了{told}，不满1年，还不符合领取条件。"
    return f"失业保险累计缴了{told}，最长可以领{months}个月。"


def _waiting(text: str, today: date) -> str | None:
    found = _YEARS_LAPSED.search(text)
    if not found:
        return None
    years = _number(found[1] or found[2])
    return (
        f"断保{years}年再参保，等待期是固定的3个月加变动的{years}个月，一共{waiting_months(years)}个月；"
        "变动的部分每多缴1年的钱可以减1个月"
        + ("，但断了4年以上的，合计原则上不少于6个月。" if years >= 4 else "。")
    )


def _maternity(text: str, today: date) -> str | None:
    lost = re.search(
        rf"{_NUMBER}个?多?月.{{0,4}}(?:流产|引产|小产|胎停)|(?:流产|引产|小产|胎停).{{0,6}}{_NUMBER}个?月",
        text,
    )
    if lost:
        months = _number(lost[1] or lost[2])
        return f"怀孕{months}个月流产，国家规定的产假是{maternity_days(lost_after_months=months)}天。"
    children = 3 if "三胞胎" in text else 2 if "双胞胎" in text else 1
    difficult = "难产" in text
    if children == 1 and not difficult:
        return None
    what = "、".join(
        filter(None, [{2: "双胞胎", 3: "三胞胎"}.get(children, ""), "难产" if difficult else ""])
    )
    return f"{what}的，国家规定的产假是{maternity_days(children, difficult)}天。"


def _injury(text: str, today: date) -> str | None:
    found = re.search(rf"(?:(20[0-9]{{2}})年|(今年|去年))?{_NUMBER}月{_NUMBER}[日号]", text)
    if not found:
        return None
    year = int(found[1]) if found[1] else today.year - (found[2] == "去年")
    try:
        accident = date(year, _number(found[3]), _number(found[4]))
    except ValueError:
        return None
    if not found[1] and not found[2] and accident > today:
        accident = accident.replace(year=year - 1)
    if accident > today:
        return None
    employer, worker = injury_deadlines(accident)
    passed = "，已经过了，建议尽快问当地人社部门能不能受理" if worker < today else ""
    return (
        f"{_day(accident)}受的伤：单位应当在{_day(employer)}前申请工伤认定；"
        f"单位不申请的，本人或家属在{_day(worker)}前可以自己申请{passed}。"
    )


_RULES: dict[str, Callable[[str, date], str | None]] = {
    "unemp_duration": _unemployment,
    "resident_medical_wait": _waiting,
    "maternity_leave": _maternity,
    "injury_deadline": _injury,
}


def _number(told: str) -> int:
    if told.isdigit():
        return int(told)
    if "十" in told:
        tens, _, ones = told.partition("十")
        return 10 * _NUMERALS.get(tens, 1) + _NUMERALS.get(ones, 0)
    return _NUMERALS[told]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
