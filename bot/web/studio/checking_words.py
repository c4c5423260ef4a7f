"""What the reader says of a form, in the words of the form."""

import re

from bot.business.studio.checks import Remark
from bot.business.studio.differences import NAMES
from bot.knowledge.entry_check import FieldProblem

_EMPTY = re.compile(r"(?:缺少 (?P<missing>\w+)|(?P<text>\w+) 应该是文字|(?P<list>\w+) 是空的)")
_QUOTED = re.compile(r"(“[^”]*”)")
_UNPROVEN = re.compile("“[^”]*”有值，就要写")
_NAME = re.compile("(?<![a-z_{])(" + "|".join(sorted(NAMES, key=len, reverse=True)) + ")(?![a-z_}])")


def as_remark(problem: FieldProblem) -> Remark:
    """Return a reader's problem as a remark that blocks."""
    empty = _EMPTY.fullmatch(problem.message)
    if empty:
        missing = empty["missing"]
        name = missing or empty["text"] or empty["list"]
        if problem.place.startswith("local") and name == "label":
            name = "没填时的叫法"
        place = ".".join(filter(None, (problem.place, missing))) if missing else problem.place
        return Remark(place, f"还没填{NAMES.get(name, name)}", True)
    if problem.message.endswith("年份 year，例如 2018"):
        place = problem.place if problem.place.endswith("year") else f"{problem.place}.year"
        return Remark(place, "依据要写年份，例如 2018", True)
    if _UNPROVEN.match(problem.message):
        return Remark("as_of", "有值，就要写口径日期和出处", True)
    return Remark(problem.place, _worded(problem.message), True)


def _worded(message: str) -> str:
    if message.endswith("这个值"):
        return "没有这个本地值，请重新选"
    if "这个部门，可用" in message:
        return "请选一个部门"
    parts = _QUOTED.split(message)  # what people wrote themselves stays
    said = "".join(part if number % 2 else _NAME.sub(_named, part) for number, part in enumerate(parts))
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", said)


def _named(found: re.Match[str]) -> str:
    return NAMES[found[1]]
