"""What all staff pages look like: templates that extend one base, the navigation by permission."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates

from bot.business.permissions import Permission, may
from bot.business.staff import Staff

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Place:
    """An entry of the navigation."""

    path: str
    title: str
    permission: Permission


PLACES = (
    Place("/agent", "坐席台", Permission.SEE_QUEUE),
    Place("/agent/calls", "通话", Permission.SEE_CALLS),
    Place("/agent/prompts", "提示音", Permission.MANAGE_PROMPTS),
    Place("/orders", "工单", Permission.SEE_ORDERS),
    Place("/department", "工单", Permission.ACT_AS_DEPARTMENT),
    Place("/supervisor", "班长台", Permission.SUPERVISE),
    Place("/admin/faq", "知识库", Permission.EDIT_KNOWLEDGE),
    Place("/admin/staff", "账号", Permission.MANAGE_ACCOUNTS),
    Place("/admin/audit", "审计", Permission.READ_AUDIT),
)


class Instead(Exception):
    """Another page is shown instead of the one that was asked for."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


def install(app: FastAPI) -> None:
    """Make `app` show the other page."""

    @app.exception_handler(Instead)
    async def _instead(request: Request, error: Instead) -> Response:
        return error.response


def templates_in(*files: str) -> Jinja2Templates:
    """Return the templates of the modules at `files` (their `__file__`), over those of the frame."""
    return Jinja2Templates([*(Path(file).parent / "templates" for file in files), _HERE / "templates"])


templates = templates_in(__file__)


def home(staff: Staff) -> str:
    """Return the page to begin with: the first one that this account may open."""
    return next((place.path for place in PLACES if may(staff, place.permission)), "/staff/password")


def values(staff: Staff, path: str, csrf: str, demo: bool = False) -> dict[str, Any]:
    """Return what the base template needs; without a password of one's own there is nowhere to go yet."""
    settled = staff.password_changed_at is not None
    return {
        "staff": staff,
        "csrf": csrf,
        "path": path,
        "here": _here(path),
        "demo": demo,
        "places": [place for place in PLACES if settled and may(staff, place.permission)],
        "allows": lambda name: may(staff, Permission[name]),
    }


def _here(path: str) -> str:
    """Return the entry of the navigation that a page belongs to: the one whose address leads furthest to it."""
    above = [place.path for place in PLACES if f"{path}/".startswith(f"{place.path}/")]
    return max(above, key=len, default="")
