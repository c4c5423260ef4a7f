"""Review and publish: `/admin/faq/publish`."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from bot.business.permissions import ALLOWED, Permission
from bot.business.staff import Role, Staff
from bot.business.studio.release import BUSY, Release, ReleaseState
from bot.web.context import Context
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit, page
from bot.web.studio import publish_api
from bot.web.studio.publish_diff import readable_ground
from bot.web.studio.publish_view import sections, training_seconds
from bot.web.studio.releases_view import names_of, release_view

templates = templates_in(__file__)
pages = APIRouter(include_in_schema=False)
_LOOKED_AT = 30  # releases: what was stopped long ago was decided long ago
_BROKEN = "正在使用的知识库文件读不了，暂时不能发布。市民听到的回答不受影响，请联系维护人员。"
OVERRULERS = "、".join(role.label for role in Role if role in ALLOWED[Permission.OVERRULE_RELEASE])


@pages.get("/admin/faq/publish", response_class=HTMLResponse)
async def shown(visit: Annotated[Visit, Depends(page(Permission.EDIT_KNOWLEDGE))]) -> Response:
    """Show what is being made, what was stopped, and the open drafts."""
    values = await run_sync(_values, visit.shared, visit.staff)
    return visit.show(templates, "publish.html", tab="publish", overrulers=OVERRULERS, **values)


def _values(shared: Context, staff: Staff) -> dict[str, Any]:
    services, held = shared.services, readable_ground(shared)
    names, releases = names_of(services.staff), services.publishing.newest(_LOOKED_AT)
    return {
        "sections": sections(held, staff, names, services.drafts.review) if held else [],
        "problem": "" if held else _BROKEN,
        "review": services.drafts.review,
        "making": _views([each for each in releases if each.state in BUSY], names),
        "stopped": _views([each for each in releases if each.state is ReleaseState.BLOCKED], names),
        "failed": _views([each for each in releases[:1] if each.state is ReleaseState.FAILED], names),
        "live": _views([each for each in releases if each.state is ReleaseState.LIVE], names),
        "training": training_seconds(releases),
    }


def _views(releases: list[Release], names: dict[str, str]) -> list[dict[str, Any]]:
    return [release_view(each, names) for each in releases]


router = APIRouter()
router.include_router(pages)
router.include_router(publish_api.router)
