"""What people type in Excel, read as they mean it."""

from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from tests.integration.knowledge.excel_small import mistakes, put, read, small


def test_untidy_files_are_read_as_people_mean_them() -> None:
    def change(book: Workbook) -> None:
        book["问法"]["C2"] = "  社保卡丢了怎么办 \n"
        book["问法"]["A900"] = "   "
        book["问法"].cell(5_000, 2).number_format = "@"
        book["主题"]["D2"] = "hrss"  # the code of its name
        book["答案"].move_range("A2:K2", rows=40)
        book["主题"]["C1"] = " 标 题 "
        book["依据"]["G2"] = "2018年"
        book["依据"]["G3"] = "2018.0"
        book.move_sheet("本地值", -6)
        book.remove(book["说明"])

    upload = read(change)
    assert upload.mistakes == ()
    topics = upload.contents.topics
    assert topics["card_lost"]["questions"] == small().topics["card_lost"]["questions"]
    assert topics["card_lost"]["answers"][0]["sources"][0]["year"] == 2018
    assert topics["card_bank"] == small().topics["card_bank"] or topics["card_bank"]["answers"][0]["sources"]


@pytest.mark.parametrize(
    ("typed", "form", "meant"),
    [
        (12333, None, "12333"),
        (1.0, None, "1"),
        (0.1 + 0.2, None, "0.3"),
        (0.08, "0%", "8%"),
        (0.085, "0.0%", "8.5%"),
        (4812, "#,##0", "4,812"),
        (4812.5, "#,##0.00", "4,812.50"),
        (99.5, "0.00", "99.50"),
        (date(2026, 1, 5), None, "2026年1月5日"),
        (datetime(2026, 1, 5, 9, 30), None, "2026年1月5日09:30"),
        (time(9, 0), None, "9:00"),
        ("1.0", None, "1.0"),
    ],
)
def test_numbers_and_days_where_text_is_meant(typed: object, form: str | None, meant: str) -> None:
    def change(book: Workbook) -> None:
        sheet = book["本地值"]
        sheet["C3"], sheet["D3"], sheet["E3"] = typed, date(2026, 11, 1), "温人社发〔2026〕1号"
        if form:
            sheet["C3"].number_format = form

    upload = read(change)
    assert upload.mistakes == ()
    value = upload.contents.values["pension_rate.employer"]
    assert (value["value"], value["as_of"]) == (meant, "2026-11-01")


def test_numbers_that_excel_has_changed_already() -> None:
    assert "Excel 已经改掉了后面几位" in mistakes(put("本地值", "C3", 330302199001011234))["本地值!C3"]


@pytest.mark.parametrize(
    "typed", ["2026/1/5", "2026.01.05", "2026年1月5日", "2026-01-05", datetime(2026, 1, 5)]
)
def test_days_in_all_the_ways_people_write_them(typed: object) -> None:
    upload = read(put("答案", "I2", typed))
    assert upload.contents.topics["card_lost"]["answers"][0]["as_of"] == "2026-01-05"
