"""What the public learns of an order, in which state, and what a report has to bring."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.errors import BusinessError, Invalid, NotFound
from bot.business.orders import open311
from bot.business.orders.open311_request import content_key, draft_from
from bot.business.orders.open311_search import LONGEST, search_from
from bot.business.orders.order import Draft, Kind, WorkOrder
from bot.business.orders.states import Status
from bot.knowledge.matters_reader import read_catalogue

NOW = datetime(2026, 11, 26, 4, tzinfo=timezone.utc)
CATALOGUE = read_catalogue(Path("data"))
S = Status
ORDER = WorkOrder(
    "261126000000",
    None,
    "路灯坏了，打 13800138000 或 wang@example.cn 找我",
    "鹿城区人民路",
    "昨晚",
    "13800138000",
    S.IN_PROGRESS,
    NOW,
    NOW + timedelta(hours=2),
    category="street_lamp",
    unit="urban",
    lat=28.0,
    lon=120.5,
    due_at=NOW + timedelta(days=5),
)
STATES = {
    S.REGISTERED: ("open", "open"),
    S.PENDING: ("open", "open"),
    S.DISPATCHED: ("open", "action scheduled"),
    S.RETURN_ASKED: ("open", "action scheduled"),
    S.SIGNED: ("open", "investigating"),
    S.CONTACTED: ("open", "investigating"),
    S.IN_PROGRESS: ("open", "in progress"),
    S.EXTENSION_ASKED: ("open", "in progress"),
    S.HELD: ("open", "planned"),
    S.REPORTED: ("open", "in progress"),
    S.REVIEW: ("open", "in progress"),
    S.CALLBACK: ("open", "in progress"),
    S.REOPENED: ("open", "in progress"),
    S.ANSWERED: ("closed", "closed"),
    S.CLOSED: ("closed", "closed"),
    S.ARCHIVED: ("closed", "closed"),
    S.WITHDRAWN: ("closed", "closed"),
    S.MERGED: ("closed", "duplicate"),
    S.INFORMED: ("closed", "duplicate"),
    S.TRANSFERRED: ("closed", "internal referral"),
    S.REDIRECTED: ("closed", "not responsible"),
    S.TERMINATED: ("closed", "unable to fix"),
}
FORM = {"service_code": "street_lamp", "description": "路灯不亮", "address_string": "人民路 1 号"}


@pytest.mark.parametrize("status", Status)
def test_every_state_is_open_or_closed(status: Status) -> None:
    told = open311.request(replace(ORDER, status=status), CATALOGUE)
    assert (told["status"], told["extended_status"]) == STATES[status]
    assert status in open311.STATUSES[told["status"]]
    assert told["status_notes"].startswith(status.label)


def test_an_order_as_the_public_reads_it() -> None:
    told = open311.request(ORDER, CATALOGUE)
    assert told["description"] == "路灯坏了，打 **** 或 **** 找我"
    assert (told["lat"], told["long"], told["address"]) == (28.0, 120.5, "鹿城区人民路")
    assert told["requested_datetime"] == "2026-11-26T12:00:00+08:00"
    assert told["updated_datetime"] == "2026-11-26T14:00:00+08:00"
    assert told["service_notice"] == "承诺在 2026 年 12 月 1 日 12:00 前办结。"
    assert "138" not in repr(told)


def test_a_closed_order_was_last_changed_when_it_was_closed() -> None:
    closed = replace(ORDER, status=S.ARCHIVED, closed_at=NOW + timedelta(hours=1))
    told = open311.request(closed, CATALOGUE)
    assert told["updated_datetime"] == "2026-11-26T13:00:00+08:00"
    assert told["service_notice"] is None


def test_long_texts_are_cut() -> None:
    assert len(open311.request(replace(ORDER, matter="长" * 5000), CATALOGUE)["description"]) == 4000


def test_reasons_are_told_only_in_our_own_words() -> None:
    words = "这件事要通过诉讼解决，请向法院咨询。"
    redirected = replace(ORDER, status=S.REDIRECTED, closed_reason=words + "王小明已同意")
    assert open311.request(redirected, CATALOGUE)["status_notes"] == f"已告知其他途径；{words}"
    written = replace(ORDER, status=S.TERMINATED, closed_reason="王小明不配合")
    assert open311.request(written, CATALOGUE)["status_notes"] == "已终止"


def test_a_parent_is_named_only_when_it_is_public() -> None:
    merged = replace(ORDER, status=S.MERGED, parent="261126000018")
    assert open311.request(merged, CATALOGUE)["status_notes"] == "已并单"
    assert open311.request(merged, CATALOGUE, ["261126000018"])["status_notes"].endswith(
        "duplicate of 261126000018"
    )


def test_own_affairs_are_not_public() -> None:
    public = open311.public_categories(CATALOGUE)
    assert "street_lamp" in public
    assert "pension_unpaid" not in public


def test_what_the_hotline_does_not_take_is_not_offered() -> None:
    codes = {matter.code for matter in open311.offered(CATALOGUE)}
    assert "street_lamp" in codes
    assert "court" not in codes


def test_a_report_becomes_a_draft() -> None:
    form = {
        **FORM,
        "attribute[time]": "前天晚上",
        "phone": "138 0013 8000",
        "lat": "28.01",
        "long": "120.65",
        "first_name": "小明",
        "email": "wang@example.cn",
        "media_url": "https://example.cn/a.jpg",
    }
    assert draft_from(form, CATALOGUE) == Draft(
        "路灯不亮", "人民路 1 号", "前天晚上", "13800138000", Kind.HELP, False, "street_lamp", 28.01, 120.65
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"service_code": ""}, "service_code"),
        ({"service_code": "court"}, "service_code"),
        ({"description": ""}, "matter"),
        ({"description": "长" * 2001}, "matter"),
        ({"address_string": ""}, "address_string"),
        ({"address_string": "", "lat": "28"}, "address_string"),
        ({"lat": "28"}, "place"),
        ({"lat": "91", "long": "120"}, "place"),
        ({"lat": "nan", "long": "120"}, "lat"),
        ({"lat": "28", "long": "1e3"}, "long"),
        ({"phone": "12"}, "callback_phone"),
        ({"media_url": "javascript:alert(1)"}, "media_url"),
        ({"media_url": "https://[x"}, "media_url"),
        ({"media_url": "https://example.cn/" + "a" * 500}, "media_url"),
    ],
)
def test_bad_fields_are_named(change: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        draft_from({**FORM, **change}, CATALOGUE)
    assert refused.value.field == field


def test_own_affairs_need_no_place_and_unknown_matters_are_not_found() -> None:
    own = {"service_code": "pension_unpaid", "description": "养老金没到账"}
    assert draft_from(own, CATALOGUE).place == ""
    with pytest.raises(NotFound):
        draft_from({**FORM, "service_code": "nothing"}, CATALOGUE)


def test_the_same_content_is_the_same_report() -> None:
    assert content_key(FORM, None) == content_key({**FORM, "api_key": "k"}, None)
    assert content_key(FORM, None) != content_key({**FORM, "lat": "1"}, None)
    assert content_key(FORM, "a") == content_key({}, "a") != content_key({}, "b")
    for wrong in ("", "长" * 201):
        with pytest.raises(Invalid):
            content_key(FORM, wrong)


def test_the_window_is_ninety_days() -> None:
    search = search_from({}, CATALOGUE, NOW)
    assert (search.start, search.end) == (NOW - LONGEST, NOW)
    early = search_from({"start_date": "2026-01-01T00:00:00+08:00"}, CATALOGUE, NOW)
    assert early.end - early.start == LONGEST
    late = search_from({"end_date": "2026-03-01T00:00:00Z"}, CATALOGUE, NOW)
    assert late.end - late.start == LONGEST
    blank = search_from({"start_date": "2026-11-20T00:00:00 08:00"}, CATALOGUE, NOW)
    assert blank.start == datetime(2026, 11, 19, 16, tzinfo=timezone.utc)
    future = search_from({"start_date": "2027-01-01T00:00:00Z"}, CATALOGUE, NOW)
    assert future.start == future.end


@pytest.mark.parametrize(
    "wrong",
    [
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-02T00:00:00Z"},
        {"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"},
        {"start_date": "2026-01-01T00:00:00"},
        {"start_date": "yesterday"},
        {"end_date": "0001-01-01T00:00:00+14:00"},
        {"status": "fixed"},
        {"page": "0"},
        {"page": "²"},
        {"page_size": "1001"},
        {"service_request_id": ",".join(["1"] * 101)},
    ],
)
def test_bad_parameters(wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        search_from(wrong, CATALOGUE, NOW)


def test_searching() -> None:
    search = search_from({"service_code": "street_lamp, pension_unpaid", "status": "open"}, CATALOGUE, NOW)
    assert search.categories == ("street_lamp",)
    assert search.statuses == open311.ACTIVE
    assert search_from({"status": "open,closed"}, CATALOGUE, NOW).statuses == frozenset(Status)
    with pytest.raises(NotFound):
        search_from({"service_code": "nothing"}, CATALOGUE, NOW)


NAMES = [
    "service_code",
    "description",
    "lat",
    "long",
    "phone",
    "media_url",
    "address_string",
    "attribute[time]",
]
PARAMETERS = ["service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size"]


@given(st.dictionaries(st.sampled_from(NAMES), st.text()), st.booleans())
def test_any_form_is_taken_or_refused(form: dict[str, str], known: bool) -> None:
    with suppress(BusinessError):
        draft_from({**form, **({"service_code": "street_lamp"} if known else {})}, CATALOGUE)


@given(st.dictionaries(st.sampled_from(PARAMETERS), st.text()))
def test_any_search_is_taken_or_refused(asked: dict[str, str]) -> None:
    with suppress(BusinessError):
        search_from(asked, CATALOGUE, NOW)
