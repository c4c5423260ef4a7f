"""Uploads: read a file, keep what it says, and make drafts of it once the person has seen the difference."""

from typing import Annotated, Any

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from bot.business.errors import Invalid, NotAllowed
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.business.text import clean
from bot.knowledge.import_file import read_upload
from bot.knowledge.reader import KnowledgeError
from bot.services.studio.importing_upload import UnreadableFile
from bot.web.context import Context, context
from bot.web.staff.guard import actor, allowed
from bot.web.studio.transfer import UNREADABLE, live_reference, shelf_of
from bot.web.studio.transfer_view import held_view

router = APIRouter(prefix="/api/studio/transfer", tags=["studio"])
Shared = Annotated[Context, Depends(context)]
Editor = Annotated[Staff, Depends(allowed(Permission.EDIT_KNOWLEDGE))]
_one_at_a_time = CapacityLimiter(1)  # a file may take a second and some 100 MB; calls go on beside it


class Wanted(BaseModel):
    """What of an upload shall become drafts: `overwrite` names the versions of others' drafts that were seen."""

    note: str = Field("", max_length=500)
    remove: bool = False
    overwrite: dict[str, int] = Field({}, max_length=2000)
    skip: list[str] = Field([], max_length=2000)


@router.put("/upload", summary="上传 Excel 或 YAML 压缩包（请求体就是文件，最多 10 MB），先看不同")
async def upload(request: Request, shared: Shared, staff: Editor, name: str = "") -> dict[str, Any]:
    """Read a file and keep what it says for half an hour; nothing changes."""
    content = await request.body()
    file = clean(name)[:100] or "没有名字的文件"
    token = await run_sync(_kept, shared, staff.username, file, content, limiter=_one_at_a_time)
    return {"token": token}


def _kept(shared: Context, owner: str, file: str, content: bytes) -> str:
    try:
        plan = shared.services.importing.plan(read_upload(content, live_reference(shared)))
    except UnreadableFile as error:
        raise Invalid("file", str(error)) from None
    except KnowledgeError:
        raise NotAllowed("no_knowledge", UNREADABLE) from None
    return shelf_of(shared).put(owner, file, plan, shared.services.now())


@router.post("/{token}/drafts", summary="把看过的上传导入成草稿")
async def drafts(
    token: str, asked: Wanted, request: Request, shared: Shared, staff: Editor
) -> dict[str, Any]:
    """Make drafts; with anything undecided nothing is written."""
    services, shelf = shared.services, shelf_of(shared)
    shelved = await run_sync(shelf.get, token, staff.username, services.now())
    if shelved.plan.forbidding(asked.remove):
        raise NotAllowed("mistakes", "文件里还有错，请改好后重新上传。")
    entries = shelved.plan.chosen(asked.remove)
    apply = services.importing.apply
    outcome = await run_sync(apply, entries, clean(asked.note), asked.overwrite, asked.skip, staff.username)
    if outcome.drafts:
        data = {"file": shelved.file, "drafts": len(outcome.drafts), "failed": len(outcome.failed)}
        by = actor(request, staff)
        await run_sync(services.audit.did, by, "faq_imported", "faq", shelved.file, clean(asked.note), data)
    if not outcome.undecided and not outcome.failed:
        await run_sync(shelf.drop, token)
    return {
        "drafts": len(outcome.drafts),
        "skipped": outcome.skipped,
        "undecided": await run_sync(held_view, shared, outcome.undecided),
        "failed": await run_sync(held_view, shared, outcome.failed),
    }
