"""The health of the knowledge base: `/admin/faq/health`."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from bot.business.errors import NotAllowed
from bot.business.permissions import Permission
from bot.business.studio.checks_in_time import OLD_YEARS, SOON
from bot.business.studio.contents import Content, Contents
from bot.business.studio.health import FEW, Aged, Missing, ageing, few_questions, missing_values
from bot.business.studio.health_course import Accuracy, Week
from bot.business.studio.health_endings import Ending, Part, endings, to_tell
from bot.knowledge.reader import KnowledgeError
from bot.services.studio.health import Hits
from bot.web.context import Context
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit, page
from bot.web.studio.health_charts import accuracy_figure, coverage_figure

templates = templates_in(__file__)
router = APIRouter(include_in_schema=False)
_UNREADABLE = "正在使用的知识库读不出来。请到“审核和发布”里回到一个能用的版本。"


@dataclass(frozen=True)
class Health:
    """Everything that is known, as it is today."""

    today: date
    contents: Contents
    hits: Hits
    endings: list[Ending]
    aged: list[Aged]
    missing: list[Missing]
    few: list[tuple[str, str, int]]
    weeks: list[Week]
    accuracy: list[Accuracy]

    @property
    def topics(self) -> list[tuple[str, Content, int, int]]:
        """Return (key, topic, hits in 30 days, in 90 days), the most asked first."""
        month, quarter = self.hits.month, self.hits.quarter
        rows = [
            (key, topic, month.get(key, 0), quarter.get(key, 0))
            for key, topic in self.contents.topics.items()
        ]
        return sorted(rows, key=lambda row: (-row[2], -row[3]))

    @property
    def never(self) -> list[tuple[str, Content]]:
        """Return the topics that nobody was answered with in 90 days."""
        return [(key, topic) for key, topic, _, quarter in self.topics if not quarter]


def health_of(shared: Context) -> Health:
    """Return it; blocks on files and the database. Raises NotAllowed when what is live can't be read."""
    services, today = shared.services, shared.services.today()
    try:
        contents = services.live_contents()
    except (KnowledgeError, OSError):
        raise NotAllowed("no_knowledge", _UNREADABLE) from None
    return Health(
        today,
        contents,
        services.health.hits(),
        endings(contents, today),
        ageing(contents, today),
        missing_values(contents, today),
        few_questions(contents),
        services.health.coverage(),
        services.health.accuracy(),
    )


@router.get("/admin/faq/health", response_class=HTMLResponse)
async def shown(visit: Annotated[Visit, Depends(page(Permission.EDIT_KNOWLEDGE))]) -> Response:
    """Show what is to be done, and how it went."""
    try:
        values = await run_sync(_values, visit.shared)
    except NotAllowed as error:
        return visit.show(templates, "health.html", 503, tab="health", health=None, problem=error.message)
    return visit.show(templates, "health.html", tab="health", **values)


def _values(shared: Context) -> dict[str, Any]:
    health = health_of(shared)
    return {
        "health": health,
        "figures": [coverage_figure(health.weeks), *accuracy_figure(health.accuracy)],
        "urgent": len(to_tell(health.endings)),
        "address": address,
        "most": max((row[2] for row in health.topics), default=0),
        "limits": {"soon": SOON.days, "few": FEW, "years": OLD_YEARS},
    }


def address(part: Part, key: str) -> str:
    """Return where something is edited."""
    return "/admin/faq/values" if part is Part.VALUE else f"/admin/faq/entries/{key}"
