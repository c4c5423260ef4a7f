"""Talking about one's retirement: what a sentence tells, what is still missing, and the result in words."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.business.reply import Reply
from bot.business.retirement import Month, Path, Retirement, retirement

TOPIC = "retire_age_calc"
_TITLE = "算一算我几岁几月退休"
_DIGITS = {
    digit: str(value)
    for value, digits in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for digit in digits
}
_YEAR = "([0-9零〇一二三四五六七八九]{4}|[0-9零〇一二三四五六七八九]{2})"
_BIRTH = re.compile(
    rf"{_YEAR}(?:年|[-./])(?:的|出?生|是)*(十[一二]|十|[一二三四五六七八九]|1[0-2]|0?[1-9])(?:月|(?=[-./日号生的男女,，。]|$))"
)
_ONLY_YEAR = re.compile(rf"{_YEAR}年")
_FIRST_YEAR, _LAST_YEAR = 1940, 2012
_LUNAR = re.compile("正月|腊月|冬月|农历|阴历")
_FEMALE = re.compile("女|我妈|妈妈|母亲|老婆|妻子|爱人她|媳妇|姐|妹|姑姑|阿姨|婶|岳母|婆婆|奶奶|外婆")
_MALE = re.compile("男|我爸|爸爸|父亲|老公|丈夫|哥|弟|叔|舅|姑父|岳父|公公|爷爷|外公|老汉|先生")
_POSTS = (
    ("flexible", re.compile("灵活就业|自己交|自己缴|个体|没单位|没有单位|个人交|个人缴")),
    (
        "55",
        re.compile("干部|管理|技术|办公室|科室|教师|老师|医生|工程师|(?:五十五|55)(?:周?岁)?(?:退|那|档)"),
    ),
    ("50", re.compile("工人|操作|车间|生产|普工|一线|后勤|服务员|保洁|(?:五十|50)(?:周?岁)?(?:退|那|档)")),
    ("unknown", re.compile("不知道|不清楚|不晓得|不懂|说不清|不确定|都不是")),
)
_WHEN_TO_RETIRE = re.compile(
    "(?:什么时候|啥时候?|几时|何时|哪[一]?年|哪个月|几岁|多大|能不能|能|可以|到点|几月|该)[^，。]{0,8}退|退休?(?:的)?(?:时间|年龄|日子)|算.{0,6}退"
    "|退.{0,4}(?:什么时候|几岁|哪年)"
)
_SOURCES = (
    {
        "name": "关于实施渐进式延迟法定退休年龄的决定",
        "number": "全国人大常委会2024年9月13日",
        "article": "附件对照表",
        "year": 2024,
    },
    {"name": "实施弹性退休制度暂行办法", "number": "人社部发〔2024〕94号", "article": "", "year": 2024},
)
_CONFIRM = "以国家社会保险公共服务平台的测算和经办机构核定为准。"


@dataclass(frozen=True)
class Known:
    """What is known of the person: birth year and month, "男" or "女", and for a woman her post ("50", "55", …)."""

    year: int | None = None
    month: int | None = None
    sex: str | None = None
    post: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the pieces as a slot keeps them."""
        return asdict(self)

    @property
    def complete(self) -> bool:
        """Return whether the result can be worked out."""
        return None not in (self.year, self.month, self.sex) and (self.sex == "男" or self.post is not None)


def asks(sentence: str) -> bool:
    """Return whether `sentence` asks when someone may retire and tells a month of birth: no model needed."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", sentence))
    birth = _BIRTH.search(text)
    return birth is not None and _plausible(birth[1]) and _WHEN_TO_RETIRE.search(text) is not None


def learn(known: Mapping[str, Any] | None, sentence: str) -> Known:
    """Return what is known after `sentence`; what it tells anew replaces what was told before."""
    before = Known(**known) if known else Known()
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", sentence))
    birth = None if _LUNAR.search(text) else _BIRTH.search(text)
    if birth and _plausible(birth[1]):
        before = replace(before, year=_year(birth[1]), month=_month(birth[2]))
    elif before.year is None and (year := _ONLY_YEAR.search(text)) and _plausible(year[1]):
        before = replace(before, year=_year(year[1]))
    elif before.year is not None and before.month is None and (month := _bare_month(text)):
        before = replace(before, month=month)
    sex = "女" if _FEMALE.search(text) else "男" if _MALE.search(text) else None
    if sex:
        before = replace(before, sex=sex)
    post = next((name for name, words in _POSTS if words.search(_without_birth(text))), None)
    return replace(before, post=post) if post and before.sex != "男" else before


def question(known: Known, sentence: str = "") -> Reply:
    """Return the question for the first piece that is missing."""
    if known.year is None or known.month is None:
        if _LUNAR.search(sentence):
            return _asked("退休按身份证上的公历出生年月算。请说身份证上是哪年哪月。")
        if known.year is not None:
            return _asked(f"{known.year}年的几月份出生？按身份证上的说。")
        return _asked("请问是哪年哪月出生的？例如“一九七零年三月”。")
    if known.sex is None:
        return _asked("请问是男职工还是女职工？")
    return _asked(
        "女职工要看岗位：是工人岗位，还是管理、技术岗位？自己交社保的请说“灵活就业”，不清楚可以说“不知道”。"
    )


def result(known: Known) -> Reply:
    """Return when the person may retire, and why. `known` must be complete."""
    assert known.year is not None
    assert known.month is not None
    birth = Month(known.year, known.month)
    if known.sex == "男":
        return _told([("", Path.MAN)], birth, known)
    if known.post == "50":
        return _told([("", Path.WOMAN_50)], birth, known)
    if known.post == "55":
        return _told([("", Path.WOMAN_55)], birth, known)
    return _told(
        [("按工人岗位（原50周岁）", Path.WOMAN_50), ("按管理、技术岗位（原55周岁）", Path.WOMAN_55)],
        birth,
        known,
    )


def _told(paths: list[tuple[str, Path]], birth: Month, known: Known) -> Reply:
    found = [(label, path, retirement(birth, path)) for label, path in paths]
    lines = [line for label, path, each in found for line in _lines(label, path, each)]
    who = {"男": "男职工"}.get(known.sex or "", "女职工")
    note = "灵活就业女性按哪一种，看参保地规定；" if known.post == "flexible" else ""
    text = "\n".join([f"{birth.year}年{birth.month}月出生，{who}：", *lines, f"{note}{_CONFIRM}"])
    heard = "；".join(
        f"{_spoken_label(label)}{_age(each)}，{_date(each.month)}退休" for label, _, each in found
    )
    details = {"topic": TOPIC, "title": _TITLE, "sources": list(_SOURCES)}
    return Reply("calculation", text, f"{heard}。以官方测算和核定为准。", tuple(details.items()))


def _lines(label: str, path: Path, found: Retirement) -> list[str]:
    years, step, most = path.value
    why = (
        f"原{years}周岁，每{step}个月延迟1个月，最多延{most}个月，延迟{found.delay}个月"
        if found.delay
        else f"2024年底前已到{years}周岁，不受延迟影响"
    )
    lines = [
        f"· {label + '：' if label else ''}{_age(found)}，{_date(found.month)}到法定退休年龄（{why}）",
        f"· 那一年退休，养老保险最少要缴满{_years(found.min_years)}",
    ]
    if found.earliest < found.month:
        lines.append(
            f"· 自愿弹性提前，最早{_date(found.earliest)}，要提前3个月书面告诉单位，并缴满那一年的最低年限"
        )
    lines.append(f"· 和单位协商弹性延迟，最晚{_date(found.latest)}")
    return lines


def _asked(text: str) -> Reply:
    return Reply("calculation", text, text, (("topic", TOPIC), ("title", _TITLE)))


def _age(found: Retirement) -> str:
    years, months = divmod(found.age, 12)
    return f"{years}周岁{f'{months}个月' if months else ''}"


def _date(month: Month) -> str:
    return f"{month.year}年{month.month}月"


def _years(years: float) -> str:
    return f"{int(years)}年{'6个月' if years % 1 else ''}"


def _spoken_label(label: str) -> str:
    return label.split("（")[0]


def _year(told: str) -> int:
    digits = int("".join(_DIGITS.get(each, each) for each in told))
    if digits >= 100:
        return digits
    return 2000 + digits if digits < 20 else 1900 + digits


def _plausible(told: str) -> bool:
    # other years in a sentence are when one started to work, or when one hopes to stop
    return _FIRST_YEAR <= _year(told) <= _LAST_YEAR


def _month(told: str) -> int:
    if told.isdigit():
        return int(told)
    return 10 + int(_DIGITS.get(told[1:], "0") or 0) if told.startswith("十") else int(_DIGITS[told])


def _bare_month(text: str) -> int | None:
    found = re.search(r"(十[一二]|十|[一二三四五六七八九]|1[0-2]|0?[1-9])月?份?", text)
    return _month(found[1]) if found else None


def _without_birth(text: str) -> str:
    return _BIRTH.sub("", _ONLY_YEAR.sub("", text) if not _BIRTH.search(text) else text)
