"""The knowledge base out as Excel and YAML, changed as an office does it, and in again as drafts."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from bot.business.audit import AuditQuery
from bot.business.studio.draft import DraftState
from bot.knowledge.reader import knowledge_files
from tests.integration.web.staff_site import StaffSite, staff_site
from tests.integration.web.transfer_site import (
    API,
    NOTE,
    PAGE,
    apply,
    changed,
    discard_all,
    drafts,
    edit,
    first_keys,
    retitle,
    token_of,
    without,
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffSite]:
    with staff_site(tmp_path_factory.mktemp("transfer")) as opened:
        yield opened


@pytest.fixture(scope="module")
def admin(site: StaffSite) -> TestClient:
    return site.log_in("admin")


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


def test_the_page_and_both_downloads_are_noted(site: StaffSite, admin: TestClient) -> None:
    shown = admin.get(PAGE).text
    assert f'href="{API}/live.xlsx"' in shown
    assert f'href="{API}/live.zip"' in shown
    for form in ("xlsx", "zip"):
        answer = admin.get(f"{API}/live.{form}")
        assert answer.status_code == 200
        assert f".{form}" in answer.headers["content-disposition"]
        noted = site.services.audit.search(AuditQuery(actor="admin"), 1)[0]
        assert (noted.action, noted.target_kind, noted.data) == ("faq_exported", "release", {"form": form})


def test_yaml_goes_out_byte_for_byte(site: StaffSite, admin: TestClient) -> None:
    folder = site.services.live_contents.folder()
    with zipfile.ZipFile(io.BytesIO(admin.get(f"{API}/live.zip").content)) as held:
        for path in knowledge_files(folder):
            assert held.read(path.relative_to(folder).as_posix()) == path.read_bytes()


@pytest.mark.parametrize("form", ["xlsx", "zip"])
def test_what_was_just_downloaded_changes_nothing(site: StaffSite, admin: TestClient, form: str) -> None:
    token = token_of(admin, admin.get(f"{API}/live.{form}").content)
    shown = admin.get(f"{PAGE}/{token}").text
    assert "和正在使用的知识库没有不同" in shown
    assert 'id="go"' not in shown
    assert drafts(site) == {}


def test_changes_are_shown_first_and_become_drafts_with_the_note(
    site: StaffSite, admin: TestClient, retitled: bytes
) -> None:
    token = token_of(admin, retitled)
    shown = admin.get(f"{PAGE}/{token}").text
    assert "修改 <b>3</b> 条" in shown
    assert "去世待遇" in shown
    assert drafts(site) == {}
    assert apply(admin, token, note="  ").status_code == 422
    assert drafts(site) == {}
    assert apply(admin, token).json() == {"drafts": 3, "skipped": 0, "undecided": [], "failed": []}
    made = drafts(site)
    assert {draft.state for draft in made.values()} == {DraftState.APPROVED}  # nobody reviews here
    assert {(draft.note, draft.updated_by) for draft in made.values()} == {(NOTE, "admin")}
    one, two = first_keys(site)
    assert (made[one].content or {})["title"] == "去世待遇"
    live = site.services.live_contents()
    assert {**(made[two].content or {}), "title": live.topics[two]["title"]} == live.topics[two]
    noted = site.services.audit.search(AuditQuery(actor="admin", action="faq_imported"), 1)[0]
    assert (noted.target, noted.reason) == ("知识库.xlsx", NOTE)
    assert noted.data == {"file": "知识库.xlsx", "drafts": 3, "failed": 0}
    assert apply(admin, token).status_code == 404  # imported once


def test_others_drafts_are_skipped_or_written_over_as_chosen(
    site: StaffSite, admin: TestClient, retitled: bytes
) -> None:
    one, two = first_keys(site)
    theirs = {key: edit(site, key, "别人的题") for key in (one, two)}
    token = token_of(admin, retitled)
    shown = admin.get(f"{PAGE}/{token}").text
    assert len(re.findall('class="held"', shown)) == 2
    told = apply(admin, token).json()
    assert (told["drafts"], [each["name"] for each in told["undecided"]]) == (
        0,
        [f"topic:{one}", f"topic:{two}"],
    )
    assert len(drafts(site)) == 2  # nothing was written
    answer = apply(admin, token, skip=[f"topic:{one}"], overwrite={f"topic:{two}": theirs[two].version})
    assert answer.json() == {"drafts": 2, "skipped": 1, "undecided": [], "failed": []}
    made = drafts(site)
    assert ((made[one].content or {})["title"], made[one].editors) == ("别人的题", ("supervisor",))
    assert ((made[two].content or {})["title"], made[two].editors) == (
        "居民去世待遇",
        ("supervisor", "admin"),
    )


def test_a_draft_that_changed_while_the_person_looked_is_not_written_over(
    site: StaffSite, admin: TestClient, retitled: bytes
) -> None:
    one, _ = first_keys(site)
    seen = edit(site, one, "别人的题").version
    token = token_of(admin, retitled)
    edit(site, one, "又改过的题")
    told = apply(admin, token, overwrite={f"topic:{one}": seen}).json()
    assert [each["name"] for each in told["undecided"]] == [f"topic:{one}"]
    assert [*drafts(site)] == [one]


def test_the_same_import_again_makes_nothing_twice(
    site: StaffSite, admin: TestClient, retitled: bytes
) -> None:
    apply(admin, token_of(admin, retitled))
    before = drafts(site)
    assert apply(admin, token_of(admin, retitled)).json()["drafts"] == 3
    assert drafts(site) == before


def test_what_the_file_lacks_stays_unless_ticked(site: StaffSite, admin: TestClient, exported: bytes) -> None:
    key = [*site.services.live_contents().topics][99]
    token = token_of(admin, changed(exported, without(101)))
    shown = admin.get(f"{PAGE}/{token}").text
    assert "文件里没有的：1 条" in shown
    assert "会从知识库里删掉" in shown
    assert apply(admin, token).json()["drafts"] == 0
    token = token_of(admin, changed(exported, without(101)))
    assert apply(admin, token, remove=True).json()["drafts"] == 1
    assert (drafts(site)[key].content, drafts(site)[key].note) == (None, NOTE)
