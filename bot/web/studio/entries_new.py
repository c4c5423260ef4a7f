"""How a topic begins: its key and its group's from the sound of their titles; and what there is to choose from."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from pypinyin import lazy_pinyin

from bot.business.errors import Invalid
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.business.studio.contents import Kind
from bot.business.studio.words import key_from
from bot.business.text import clean, normalise
from bot.knowledge.topic_reader import MAX_TITLE
from bot.services.studio.drafts import EditedMeanwhile
from bot.web.context import Context, context
from bot.web.staff.guard import allowed
from bot.web.studio.entry_ground import Ground, ground

router = APIRouter(prefix="/api/studio", tags=["studio"])
Shared = Annotated[Context, Depends(context)]
Editor = Annotated[Staff, Depends(allowed(Permission.EDIT_KNOWLEDGE))]
_TRIES = 5


class NewTopic(BaseModel):
    """What a topic begins with. `group` is one that exists, or `new_group` the title of another; `questions` what citizens
    asked, when that is why it begins.
    """

    title: str = Field(max_length=200)
    department: str = Field("", max_length=64)
    group: str = Field("", max_length=64)
    new_group: str = Field("", max_length=60)
    questions: list[Annotated[str, Field(max_length=500)]] = Field([], max_length=200)


@router.get("/choices", summary="编辑时可以选的：分组、本地值、用过的依据")
async def choices(shared: Shared, staff: Editor) -> dict[str, Any]:
    """Return the groups, the local values, also those of drafts, and the documents that answers rest on."""
    return await run_sync(lambda: _choices(ground(shared)))


@router.get("/group", summary="这个名称的分组，没有就是新的")
async def group(title: str, shared: Shared, staff: Editor) -> dict[str, str]:
    """Return the group of this title, or what a new one will be; nothing is written."""
    return await run_sync(lambda: _group(ground(shared), NewTopic(title="", new_group=title[:60])))


@router.post("/entries", status_code=201, summary="新建主题（只是草稿）")
async def begin(new: NewTopic, shared: Shared, staff: Editor) -> dict[str, str]:
    """Begin a draft and return its key, made from the title. Raises Invalid."""
    return {"key": await run_sync(lambda: _begun(shared, new, staff.username))}


def _choices(held: Ground) -> dict[str, Any]:
    values = held.planned.values.items()
    return {
        "departments": [{"code": each.code, "name": each.name} for each in held.departments.values()],
        "groups": [{"key": key, "title": title} for key, title in held.groups().items()],
        "values": [
            {"key": key, "label": str(each.get("label") or key), "value": each.get("value")}
            for key, each in values
        ],
        "sources": list(_sources(held).values()),
        "region": held.region_name,
    }


def _sources(held: Ground) -> dict[str, Any]:
    return {
        str(source["name"]): {part: source.get(part) for part in ("name", "number", "year")}
        for topic in held.planned.topics.values()
        for answer in topic.get("answers") or ()
        for source in answer.get("sources") or ()
        if source.get("name")
    }


def _begun(shared: Context, new: NewTopic, by: str) -> str:
    title = " ".join(clean(new.title).split())
    if not title:
        raise Invalid("title", "请写标题，例如“医保卡丢了怎么补”。")
    if len(title) > MAX_TITLE:
        raise Invalid("title", f"标题有 {len(title)} 个字，最多 {MAX_TITLE} 个字。")
    for _ in range(_TRIES):
        held = ground(shared)
        key = key_from(title, {*held.live.topics, *held.planned.topics}, lazy_pinyin, "topic")
        content: dict[str, Any] = {
            **_group(held, new),
            "id": key,
            "title": title,
            "department": _department(held, new),
        }
        content |= {"questions": questions} if (questions := _questions(new)) else {}
        try:
            shared.services.drafts.save(Kind.TOPIC, key, content, None, by)
        except EditedMeanwhile:  # somebody took the same name in this moment
            continue
        return key
    raise Invalid("title", "这个标题正被别人使用，请换一个。")


def _questions(new: NewTopic) -> list[str]:
    words = (" ".join(clean(each).split()) for each in new.questions)
    return list({normalise(each): each for each in words if each}.values())


def _department(held: Ground, new: NewTopic) -> str:
    if new.department not in held.departments:
        raise Invalid("department", "请选一个部门。")
    return new.department


def _group(held: Ground, new: NewTopic) -> dict[str, str]:
    groups, title = held.groups(), clean(new.new_group)
    if new.group in groups:
        return {"group": new.group, "group_title": groups[new.group]}
    if not title:
        raise Invalid("group", "请选一个分组，或者写新分组的名称。")
    same = next((key for key, held_title in groups.items() if held_title == title), None)
    return {"group": same or key_from(title, groups, lazy_pinyin, "group"), "group_title": title}
