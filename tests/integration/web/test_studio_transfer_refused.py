"""Uploads that must not become drafts: mistakes, strangers, old looks at a knowledge base that went on."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook

from bot.knowledge.excel_file import MOST_ROWS
from bot.web.studio import transfer_shelf
from tests.integration.web.staff_site import StaffSite, staff_site
from tests.integration.web.transfer_site import (
    API,
    PAGE,
    apply,
    changed,
    discard_all,
    drafts,
    first_keys,
    put,
    retitle,
    token_of,
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffSite]:
    with staff_site(tmp_path_factory.mktemp("transfer")) as opened:
        yield opened


@pytest.fixture(scope="module")
def admin(site: StaffSite) -> TestClient:
    return site.log_in("admin")


@pytest.fixture(scope="module")
def lead(site: StaffSite) -> TestClient:
    return site.log_in("supervisor")


@pytest.fixture(scope="module")
def exported(admin: TestClient) -> bytes:
    return admin.get(f"{API}/live.xlsx").content


@pytest.fixture(scope="module")
def retitled(exported: bytes) -> bytes:
    return changed(exported, retitle)


@pytest.fixture(autouse=True)
def _no_drafts_left(site: StaffSite) -> Iterator[None]:
    yield
    discard_all(site)


def test_mistakes_are_shown_by_cell_and_forbid_the_import(
    site: StaffSite, admin: TestClient, exported: bytes
) -> None:
    def change(book: Workbook) -> None:
        retitle(book)
        book["答案"]["D12"] = "=A1"
        book["问法"]["C8"] = book["问法"]["C300"].value

    token = token_of(admin, changed(exported, change))
    shown = admin.get(f"{PAGE}/{token}").text
    assert '<td class="where">答案!D12</td><td>这一格是公式' in shown
    assert '<td class="where">问法!C8</td>' in shown
    assert 'id="go"' not in shown
    refused = apply(admin, token)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "mistakes")
    assert drafts(site) == {}


def test_the_knowledge_base_that_changed_in_between(
    site: StaffSite, admin: TestClient, retitled: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(admin, retitled)
    path = next(
        (site.services.database and Path(site.app.state.context.settings.var) / "imports").glob("*.json")
    )
    kept = json.loads(path.read_text())
    kept["plan"]["changes"][0]["before"]["title"] = "当时的题"
    path.write_text(json.dumps(kept))
    refused = apply(admin, token).json()["error"]
    assert (refused["code"], "重新上传" in refused["message"]) == ("live_changed", True)
    assert drafts(site) == {}


def test_only_the_owner_only_for_half_an_hour(
    site: StaffSite, admin: TestClient, lead: TestClient, retitled: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(admin, retitled)
    assert lead.get(f"{PAGE}/{token}").status_code == 404
    assert apply(lead, token).status_code == 404
    for wrong in ("none", "../" * 3 + "hotline", "0" * 32, token.upper()):
        assert apply(admin, wrong).status_code in (404, 405)
    monkeypatch.setattr(transfer_shelf, "_KEPT", timedelta(seconds=-1))
    gone = admin.get(f"{PAGE}/{token}")
    assert (gone.status_code, "请重新上传" in gone.text) == (404, True)
    assert apply(admin, token).status_code == 404


def test_only_the_last_upload_of_a_person_is_kept_and_only_we_read_it(
    site: StaffSite, admin: TestClient, exported: bytes
) -> None:
    folder = site.app.state.context.settings.var / "imports"
    (folder / "cut.json").write_text('{"owner": "adm')
    first, second = token_of(admin, exported), token_of(admin, exported)
    assert [path.stem for path in folder.glob("*.json")] == [second]
    assert (folder / f"{second}.json").stat().st_mode & 0o077 == 0
    assert admin.get(f"{PAGE}/{first}").status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件是空的"),
        (b"not a table", "这不是 Excel 文件"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 100, "旧格式"),
        (b"PK" + b"\0" * 11_000_000, "文件太大"),
    ],
    ids=range(4),
)
def test_files_that_can_not_be_taken(admin: TestClient, data: bytes, said: str) -> None:
    answer = put(admin, data)
    assert answer.status_code in (413, 422)
    assert said in answer.json()["error"]["message"]


def test_a_hundred_thousand_rows(admin: TestClient, exported: bytes) -> None:
    def change(files: dict[str, bytes]) -> None:
        row = b'<row><c t="inlineStr"><is><t>a</t></is></c></row>'
        name = "xl/worksheets/sheet3.xml"
        files[name] = files[name].replace(b"</sheetData>", row * 100_000 + b"</sheetData>")

    with zipfile.ZipFile(io.BytesIO(exported)) as held:
        files = {name: held.read(name) for name in held.namelist()}
    change(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    assert f"超过 {MOST_ROWS:,} 行" in put(admin, out.getvalue()).json()["error"]["message"]


def test_a_release_folder_deleted_by_hand(
    site: StaffSite, admin: TestClient, exported: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site.services.live_contents.__class__, "folder", lambda self: tmp_path / "gone")
    for answer in (admin.get(f"{API}/live.xlsx"), admin.get(f"{API}/live.zip"), put(admin, exported)):
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "no_knowledge")


def test_a_newer_knowledge_base_is_compared_with_what_was_exported(
    site: StaffSite, admin: TestClient, exported: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file leaves the first topic as it was, and that one went on: it stays as it is now."""
    live = site.services.live_contents()
    one = first_keys(site)[0]
    newer = type(live)({**live.topics, one: {**live.topics[one], "title": "后来改的题"}}, live.values)
    folder = site.services.live_contents.folder()
    frozen = site.app.state.context.settings.var / "releases" / site.services.releases.freeze(folder)
    assert frozen.is_dir()
    monkeypatch.setattr(site.services.live_contents.__class__, "__call__", lambda self: newer)
    monkeypatch.setattr("bot.knowledge.import_reference.fingerprint", lambda folder: "0" * 12)
    token = token_of(admin, changed(exported, lambda book: book["主题"].__setitem__("C3", "居民去世待遇")))
    shown = admin.get(f"{PAGE}/{token}").text
    assert "修改 <b>1</b> 条" in shown
    assert "您导出以后，“后来改的题”在知识库里改过" in shown
