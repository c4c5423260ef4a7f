"""What YAML lets through and no draft can hold: lists where one text belongs, values that are no text."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from bot.business.studio.contents import Kind
from bot.business.studio.words import VALUE_PARTS

_ONE_TEXT = ("number", "article")  # of a source: the reader takes whatever stands there


def odd_in(kind: Kind, content: Any) -> str:
    """Return what is wrong with the shape of an entry, "" for nothing."""
    if kind is Kind.VALUE:
        if not isinstance(content, Mapping):
            return "本地值要写成一组“名称: 值”"
        unknown = [key for key in content if key not in VALUE_PARTS]
        if unknown:
            return f"不认识的项目“{unknown[0]}”"
        if any(isinstance(each, Mapping | list) for each in content.values()):
            return "本地值的每一项只能写一样"
    elif any(isinstance(each, Mapping | list) for each in _texts_of_sources(content)):
        return "依据的文号和条款只能写一样"
    odd = next((each for each in _leaves(content) if not _speakable(each)), None)
    return "" if odd is None else f"“{odd}”不是文字，请加上引号"


def _texts_of_sources(topic: Mapping[str, Any]) -> Iterator[Any]:
    for answer in topic.get("answers") or ():
        for source in answer.get("sources") or ():
            yield from (source.get(key) for key in _ONE_TEXT)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping | list):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from _leaves(each)
    else:
        yield value


def _speakable(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or type(value) in (str, int)
