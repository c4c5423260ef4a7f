"""Checks while typing: `POST /api/studio/check`."""

from typing import Annotated, Any

import anyio
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.business.studio.checks import Remark, confused, new_questions
from bot.business.studio.contents import Change, Kind
from bot.studio.bench import BenchUnavailable
from bot.web.context import Context, context
from bot.web.staff.guard import allowed
from bot.web.studio.checking_rules import remark_view, remarks
from bot.web.studio.entry_ground import Ground, ground
from bot.web.studio.entry_shape import shaped
from bot.web.studio.entry_training import needs_training

router = APIRouter(prefix="/api/studio", tags=["studio"])
_MOST_TRIED = 100  # new questions at once
_PATIENCE_S = 20.0


class Checked(BaseModel):
    """An entry as it stands in the form; `likely`: only what the live understanding makes of its new questions."""

    kind: Kind
    key: str = Field(max_length=64)
    content: dict[str, Any] | None
    likely: bool = False


@router.post("/check", summary="检查一条：错误要改，提醒供参考")
async def check(
    body: Checked,
    shared: Annotated[Context, Depends(context)],
    staff: Annotated[Staff, Depends(allowed(Permission.EDIT_KNOWLEDGE))],
) -> dict[str, Any]:
    """Return errors, warnings, and whether the change has to be learnt; with `likely` what would be confused."""
    held = await run_sync(ground, shared)
    content = shaped(body.kind, body.key, body.content)
    if body.likely:
        return await _likely(shared, held, body.key, content or {})
    found = await run_sync(lambda: remarks(shared, held, body.kind, body.key, content))
    return {
        "errors": [remark_view(held, each) for each in found if each.blocks],
        "warnings": [remark_view(held, each) for each in found if not each.blocks],
        "training": needs_training(held.live, [Change(body.kind, body.key, content)]),
    }


async def _likely(shared: Context, held: Ground, key: str, content: dict[str, Any]) -> dict[str, Any]:
    questions = list(map(str, content.get("questions") or ()))
    numbers = new_questions(held.live.topics.get(key), questions)[:_MOST_TRIED]
    try:
        with anyio.fail_after(_PATIENCE_S):
            found = await _confused(shared, held, key, {number: questions[number] for number in numbers})
    except (BenchUnavailable, TimeoutError):
        return {"available": False, "tried": 0, "warnings": []}
    return {
        "available": True,
        "tried": len(numbers),
        "warnings": [remark_view(held, each) for each in found],
    }


async def _confused(shared: Context, held: Ground, key: str, new: dict[int, str]) -> list[Remark]:
    if not new:
        return []
    bench, texts = shared.studio.bench, list(new.values())
    understood = dict(zip(new, await bench.understand(texts), strict=True))
    near = dict(zip(new, await bench.near(texts), strict=True))
    return list(confused(key, held.title, understood, near))
