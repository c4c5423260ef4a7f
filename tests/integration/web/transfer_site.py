"""What an office does with the exported workbook, and what the browser sends of it."""

import io
from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient
from openpyxl import Workbook, load_workbook

from bot.business.studio.contents import Kind
from bot.business.studio.draft import Draft
from tests.integration.web.staff_site import StaffSite

API = "/api/studio/transfer"
PAGE = "/admin/faq/transfer"
NOTE = "医保局来函"
Change = Callable[[Workbook], Any]


def changed(exported: bytes, change: Change) -> bytes:
    book = load_workbook(io.BytesIO(exported))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def retitle(book: Workbook) -> None:
    """Change the titles of the first two topics and give a local value."""
    book["主题"]["C2"], book["主题"]["C3"] = "去世待遇", "居民去世待遇"
    book["本地值"]["C2"], book["本地值"]["D2"], book["本地值"]["E2"] = (
        "每年7月",
        "2026-11-01",
        "温人社发〔2026〕1号",
    )


def without(sheet_row: int) -> Change:
    """Return the change that takes the topic in a row of 主题 out of all sheets."""

    def change(book: Workbook) -> None:
        key = book["主题"].cell(sheet_row, 1).value
        for name in ("主题", "问法", "答案", "依据", "用到的本地值"):
            sheet = book[name]
            kept = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2) if row[0].value != key]
            sheet.delete_rows(2, sheet.max_row)
            for row in kept:
                sheet.append(row)

    return change


def put(client: TestClient, data: bytes, name: str = "知识库.xlsx") -> Any:
    return client.put(f"{API}/upload", params={"name": name}, content=data)


def token_of(client: TestClient, data: bytes) -> str:
    answer = put(client, data)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["token"])


def apply(client: TestClient, token: str, **asked: Any) -> Any:
    return client.post(f"{API}/{token}/drafts", json={"note": NOTE} | asked)


def drafts(site: StaffSite) -> dict[str, Draft]:
    return {draft.key: draft for draft in site.services.drafts.open()}


def edit(site: StaffSite, key: str, title: str, by: str = "supervisor") -> Draft:
    """Let somebody begin or change a draft of a topic."""
    held = site.services.drafts.open_for(Kind.TOPIC, key)
    content = {**site.services.live_contents().topics[key], "title": title}
    return site.services.drafts.save(Kind.TOPIC, key, content, held.version if held else None, by)


def first_keys(site: StaffSite) -> list[str]:
    return [*site.services.live_contents().topics][:2]


def discard_all(site: StaffSite) -> None:
    """Leave no drafts to the next test."""
    for draft in site.services.drafts.open():
        site.services.drafts.discard(draft.id, "admin")
