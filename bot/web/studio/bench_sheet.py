"""Sheets of sentences: to fill in, filled in, and with what came out."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from bot.business.studio.batch import MOST_ROWS, Row
from bot.knowledge.excel_file import Table, read_tables
from bot.knowledge.excel_out import add_sheet
from bot.knowledge.excel_records import Notes, Record, records_of
from bot.knowledge.excel_sheets import Column, Names, Sheet, as_text
from bot.knowledge.upload_zip import open_archive
from bot.services.studio.importing_upload import UnreadableFile
from bot.web.studio.bench_words import LONGEST

NAME, TOPICS = (
    "句子",
    Sheet("主题", (Column("group", "分组", 20), Column("title", "应答主题", 40), Column("id", "编号", 30))),
)
_TEXT, _TOPIC, _CHANNEL = (
    Column("text", "句子", 70),
    Column("topic", "应答主题", 40),
    Column("channel", "渠道", 10),
)
BATCH = Sheet(NAME, (_TEXT, _TOPIC))
SENTENCES = Sheet(NAME, (_TEXT, _TOPIC, _CHANNEL))
CHANNELS = {"web": "网页", "voice": "电话"}
_NOT_SHEET = "这份文件不是 Excel（.xlsx）。请先下载模板，在模板里填。"


@dataclass
class Sentences:
    """A sheet that was read: its rows, and what is wrong by cell. `doubled`: rows that only say again what stands above."""

    rows: list[Row] = field(default_factory=list)
    mistakes: list[dict[str, str]] = field(default_factory=list)
    doubled: int = 0


def sheet_file(sheet: Sheet, rows: Iterable[Mapping[str, Any]], topics: Sequence[Mapping[str, Any]]) -> bytes:
    """Return a workbook with the rows, and the topics to choose from. A text stays a text, also one that begins with "="."""
    book = Workbook(write_only=True)
    add_sheet(book, sheet, rows)
    add_sheet(book, TOPICS, topics)
    chosen = DataValidation("list", formula1=f"'{TOPICS.name}'!$B$2:$B${len(topics) + 1}", allow_blank=True)
    chosen.showErrorMessage = False  # an id may be written too
    letter = "AB"[sheet.columns.index(_TOPIC)] if _TOPIC in sheet.columns[:2] else ""
    if letter and topics:
        chosen.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
        book.worksheets[0].data_validations.append(chosen)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_sentences(data: bytes, titles: Mapping[str, str]) -> Sentences:
    """Return what a file says; `titles` of the topics by id. Raises UnreadableFile when it can't be taken at all."""
    table = _table(open_archive(data))
    headers = {as_text(cell.value) for cell in table.rows.get(1, {}).values()}
    notes = Notes()
    records = records_of(table, SENTENCES if _CHANNEL.title in headers else BATCH, notes)
    if len(records) > MOST_ROWS:
        raise UnreadableFile(f"这张表有 {len(records):,} 句，一次最多 {MOST_ROWS:,} 句，请分成几份。")
    if not records and not notes.mistakes:
        raise UnreadableFile("这张表里没有句子。请从第二行开始，一行写一句。")
    found = _rows(records, titles, notes)
    told = sorted(notes.mistakes.values(), key=lambda each: _order(each.where))
    found.mistakes = [{"where": each.where, "message": each.message} for each in told]
    return found


def _order(where: str) -> tuple[int, str]:
    """Return where a cell comes when one reads row by row."""
    number = re.search(r"(\d+)(?::\w+)?$", where)
    return int(number[1]) if number else 0, where


def _table(archive: zipfile.ZipFile) -> Table:
    if not any(name.startswith("xl/") for name in archive.namelist()):
        raise UnreadableFile(_NOT_SHEET)
    tables = {name: each for name, each in read_tables(archive).items() if name != TOPICS.name}
    if NAME in tables:
        return tables[NAME]
    if len(tables) == 1:
        return next(iter(tables.values()))
    raise UnreadableFile(f"找不到“{NAME}”这张表。请先下载模板，在模板里填。")


def _rows(records: Sequence[Record], titles: Mapping[str, str], notes: Notes) -> Sentences:
    found, names, seen = Sentences(), Names(titles), dict[str, Row]()
    for record in records:
        row = _row(record, names, titles, notes)
        if not row.text:
            continue
        before = seen.setdefault(row.text, row)
        if before is row:
            found.rows.append(row)
        elif before.topic == row.topic:
            found.doubled += 1
        else:
            notes.add(record.at("topic"), f"第 {before.line} 行有同一句，应答主题却不同，请留一句。")
    return found


def _row(record: Record, names: Names, titles: Mapping[str, str], notes: Notes) -> Row:
    text, said = " ".join(record.text("text").split()), record.text("topic")
    if not text:
        notes.add(record.at("text"), "这一行没有写句子。")
    elif len(text) > LONGEST:
        notes.add(record.at("text"), f"这一句有 {len(text)} 个字，最多 {LONGEST} 个字。")
    topic = names.code(said) if said else None
    if said and topic is None:
        notes.add(record.at("topic"), _unknown(said, titles))
    channel = record.text("channel") or CHANNELS["web"]
    code = next((code for code, name in CHANNELS.items() if channel in (name, code)), None)
    if code is None:
        notes.add(record.at("channel"), f"渠道要写{'或'.join(CHANNELS.values())}。")
    return Row(record.row, text, topic, code or "web")


def _unknown(said: str, titles: Mapping[str, str]) -> str:
    same = [key for key, title in titles.items() if title == said]
    if same:
        return f"有 {len(same)} 个主题叫“{said}”，请写编号：{'、'.join(same)}。"
    return f"没有“{said[:40]}”这个主题。请写主题的标题或编号；不归我们管的句子空着。"
