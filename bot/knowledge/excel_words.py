"""What the reader of YAML says, in the words of the workbook: its columns instead of the names of the exchange format."""

import re

from bot.knowledge.excel_sheets import ANSWERS, NEEDS, QUESTIONS, SOURCES, TOPICS, VALUES

_MISSING = re.compile(r"缺少 (\w+)")
_ABOUT = {"依据要写年份": "year", "有值，就要写": "value"}  # said of the whole row, though one cell is meant
_TITLES = {
    **VALUES.titles(),
    **QUESTIONS.titles(),
    **TOPICS.titles(),
    **ANSWERS.titles(),
    **SOURCES.titles(),
    **NEEDS.titles(),
    "questions": "问法",
    "answers": "答案",
    "sources": "依据",
    "speech_more": "语音续讲",
    "title": "标题",
    "name": "依据名称",
    "number": "文号",
    "local": "本地值",
    "expires": "失效日期",
}
_EXPLAINED = re.compile(r"\b([a-z_]+)（([^）]*)）")
_BESIDE = "年份 year"  # its name stands there already
_NAME = re.compile(r"(?<![{\w“])([a-z_]+)(?![\w}”])")
_GAP = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


def part_meant(message: str) -> str:
    """Return which part of its place a message is about, "" for none in particular."""
    found = _MISSING.match(message)
    return found[1] if found else next((part for said, part in _ABOUT.items() if said in message), "")


def in_words(message: str) -> str:
    """Return a message without names of the exchange format."""
    said = _EXPLAINED.sub(lambda found: found[2] if found[1] in _TITLES else found[0], message)
    said = said.replace(_BESIDE, "年份").replace("地区文件里", f"“{VALUES.name}”表里")
    return _GAP.sub("", _NAME.sub(lambda found: _TITLES.get(found[1], found[0]), said))
