"""The shape of a topic or local value as a browser sends it; whether it makes sense is said by the checks."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.business.errors import Invalid
from bot.business.studio.contents import Kind
from bot.business.studio.words import whole_value, without_empty

_Short = Annotated[str, Field(max_length=200)]
_Long = Annotated[str, Field(max_length=8000)]
_Day = Annotated[str, Field(max_length=20)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SourceShape(_Part):
    """A document that an answer rests on."""

    name: _Short | None = None
    number: _Short | int | None = None
    article: _Short | int | None = None
    year: int | _Short | None = None
    expires: _Day | None = None


class AnswerShape(_Part):
    """An answer in time, in the order of the files."""

    as_of: _Day | None = None
    effective: _Day | None = None
    expires: _Day | None = None
    screen: _Long | None = None
    speech: _Long | None = None
    speech_more: list[_Long] | None = Field(None, max_length=50)
    sources: list[SourceShape] | None = Field(None, max_length=50)


class NeedShape(_Part):
    """A local value that belongs to a topic."""

    key: _Short | None = None
    label: _Short | None = None
    say: _Long | None = None


class TopicShape(_Part):
    """A topic."""

    group: _Short
    group_title: _Short
    id: _Short
    title: _Short | None = None
    department: _Short | None = None
    questions: list[Annotated[str, Field(max_length=500)]] | None = Field(None, max_length=2000)
    answers: list[AnswerShape] | None = Field(None, max_length=50)
    local: list[NeedShape] | None = Field(None, max_length=50)


class ValueShape(_Part):
    """A local value."""

    label: _Short | None = None
    value: _Long | int | float | None = None
    as_of: _Day | None = None
    source: _Short | None = None
    expires: _Day | None = None


def shaped(kind: Kind, key: str, content: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return what was sent in the form of the files. Raises Invalid for what no form of ours sends."""
    if content is None:
        return None
    try:
        if kind is Kind.VALUE:
            return whole_value(ValueShape.model_validate(content).model_dump())
        topic = TopicShape.model_validate(content | {"id": key})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        too_long = str(first["type"]).endswith("too_long")
        raise Invalid(
            place, "这里写得太长了。" if too_long else "内容的格式不对，请刷新页面再试。"
        ) from error
    return dict(without_empty(topic.model_dump(exclude_none=True)))
