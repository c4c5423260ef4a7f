"""A small knowledge base as a workbook: to be changed as people do, and read back."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from bot.business.studio.contents import Contents
from bot.knowledge.contents_files import read_contents
from bot.knowledge.excel_out import workbook_of
from bot.knowledge.import_file import read_upload
from bot.knowledge.import_reference import Reference, reference_of
from bot.services.studio.importing_upload import Upload

DATA = Path("data")
REGION = "wenzhou"
NOWHERE = Path("none")
Change = Callable[[Workbook], Any]
TOPICS = ("card_lost", "card_bank", "report_medical_fraud")  # the last has two answers in time


def reference(live: Contents | None = None) -> Reference:
    """Return the shipped release with other contents, the small ones unless others are given."""
    return replace(_shipped(), live=live or small())


@cache
def _shipped() -> Reference:
    return reference_of(DATA, NOWHERE, REGION, read_contents(DATA, REGION))


def small() -> Contents:
    """Return three topics of the shipped knowledge base with twenty questions each, and its local values."""
    whole = _shipped().live
    topics = {key: {**whole.topics[key], "questions": whole.topics[key]["questions"][:20]} for key in TOPICS}
    return Contents(topics, whole.values)


def exported(contents: Contents, departments: dict[str, str] | None = None) -> bytes:
    """Return contents as the workbook that people download."""
    names = departments or reference(contents).department_names()
    return workbook_of(contents, names, reference(contents).stamp, date(2026, 11, 26))


def changed(change: Change, contents: Contents | None = None) -> bytes:
    """Return the workbook after somebody changed it in Excel."""
    book = load_workbook(io.BytesIO(exported(contents or small())))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(change: Change, live: Contents | None = None) -> Upload:
    """Return what is read of the small workbook after a change."""
    return read_upload(changed(change, live), reference(live))


def mistakes(change: Change) -> dict[str, str]:
    """Return what is wrong after a change, by cell."""
    return {each.where: each.message for each in read(change).mistakes}


def put(sheet: str, cell: str, value: object, form: str | None = None) -> Change:
    """Return the change that types `value` into a cell."""

    def change(book: Workbook) -> None:
        book[sheet][cell] = value
        if form:
            book[sheet][cell].number_format = form

    return change
