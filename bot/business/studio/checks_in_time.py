"""What an editor is told of a topic's answers: whether they hold, what they rest on, how they will be heard."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from bot.business.studio.checks import Remark
from bot.business.studio.contents import Content

SOON = timedelta(days=60)
OLD_YEARS = 5


def in_time(topic: Content, today: date) -> Iterator[Remark]:
    """Yield remarks for days, from today on, on which no answer holds."""
    answers = _answers(topic)
    if answers and not any(_holds(each, today) for each in answers):
        begins = [start for each in answers if (start := _day(each, "effective")) and start > today]
        said = f"要到 {min(begins)} 才生效" if begins else "都已经失效"
        yield Remark("answers", f"答案{said}，市民现在问到，小政没有答案可说")
    for number, each in enumerate(answers):
        ends = _day(each, "expires")
        if ends is not None and ends >= today and not any(_holds(other, _after(ends)) for other in answers):
            yield from _ending(f"answers.{number}.expires", ends, answers, today)


def _ending(place: str, ends: date, answers: list[Mapping[str, Any]], today: date) -> Iterator[Remark]:
    begins = [start for each in answers if (start := _day(each, "effective")) and start > ends]
    if begins:
        yield Remark(place, f"{_after(ends)} 到 {min(begins) - timedelta(days=1)} 没有答案，请接上")
    elif ends - today <= SOON:
        days = (ends - today).days
        left = f"还有 {days} 天失效" if days else "今天是最后一天"
        yield Remark(place, f"{left}，以后还没有接上的答案")


def old_sources(topic: Content, today: date) -> Iterator[Remark]:
    """Yield remarks for sources that are so old that somebody should look whether they still hold."""
    for number, each in enumerate(_answers(topic)):
        for place, source in enumerate(_mappings(each.get("sources"))):
            year = source.get("year")
            if isinstance(year, int) and 0 < year < today.year - OLD_YEARS:
                said = f"依据是 {year} 年的，超过 {OLD_YEARS} 年，请确认现在还有效"
                yield Remark(f"answers.{number}.sources.{place}.year", said)


def local_values(
    topic: Content, live: Mapping[str, Content], drafts: Mapping[str, Content], today: date
) -> Iterator[Remark]:
    """Yield remarks for local values that callers won't hear; `drafts` are the values as they shall be."""
    for number, need in enumerate(_mappings(topic.get("local"))):
        key, place = str(need.get("key") or ""), f"local.{number}.key"
        value = drafts.get(key)
        if value is None:
            continue  # the reader refuses it
        ends, name = _day(value, "expires"), f"“{value.get('label') or key}”"
        if key not in live:
            yield Remark(place, f"{name}还没发布，要和这一条一起发布")
        elif value.get("value") in (None, ""):
            yield Remark(place, f"{name}还没填，市民会听到“以参保地公布为准”")
        elif ends is not None and ends < today:
            yield Remark(place, f"{name}{ends} 已经失效，市民会听到“以参保地公布为准”")


def heard_length(topic: Content, values: Mapping[str, Content], most: int) -> Iterator[Remark]:
    """Yield remarks for spoken answers that grow over `most` characters by the local values said after them."""
    said = "".join(
        str(need.get("say") or "").replace("{value}", str(value))
        for need in _mappings(topic.get("local"))
        if (value := values.get(str(need.get("key")), {}).get("value")) not in (None, "")
    )
    for number, each in enumerate(_answers(topic)):
        speech = str(each.get("speech") or "").strip()
        if said and len(speech) <= most < len(speech) + len(said):
            message = f"加上本地值一口气要念 {len(speech) + len(said)} 个字，最好不超过 {most} 个字"
            yield Remark(f"answers.{number}.speech", message)


def marks(topic: Content, today: date) -> list[str]:
    """Return what the list says of a topic: in a word each, nothing when all is well."""
    answers = _answers(topic)
    found = []
    if not any(_holds(each, today) for each in answers):
        found.append("没有有效答案")
    elif any("天失效" in each.message or "最后一天" in each.message for each in in_time(topic, today)):
        found.append("即将失效")
    if any(not each.get("sources") for each in answers):
        found.append("没有依据")
    return found


def _answers(topic: Content) -> list[Mapping[str, Any]]:
    return _mappings(topic.get("answers"))


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [each if isinstance(each, Mapping) else {} for each in value] if isinstance(value, list) else []


def _holds(answer: Mapping[str, Any], day: date) -> bool:
    starts, ends = _day(answer, "effective"), _day(answer, "expires")
    return (starts is None or starts <= day) and (ends is None or day <= ends)


def _day(value: Mapping[str, Any], key: str) -> date | None:
    try:
        return date.fromisoformat(str(value.get(key)))
    except ValueError:
        return None


def _after(day: date) -> date:
    return day + timedelta(days=1)
