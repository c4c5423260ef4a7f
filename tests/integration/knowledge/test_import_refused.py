"""Files that are no knowledge base, or mean harm: a clear sentence, quickly, and nothing unpacked."""

import io
import tracemalloc

import pytest
from openpyxl import Workbook, load_workbook

from bot.knowledge.excel_file import MOST_ROWS
from bot.knowledge.import_file import read_upload
from bot.knowledge.upload_zip import MOST_BYTES
from tests.integration.knowledge.excel_small import changed, exported, reference, small
from tests.integration.knowledge.import_files import archive, parts, refused

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件是空的"),
        (b"\x89PNG\r\n", "这不是 Excel 文件"),
        ("编号,标题\n1,社保卡".encode("gbk"), "这不是 Excel 文件"),
        (OLE + "Workbook".encode("utf-16-le"), "旧格式（.xls）"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "设了打开密码"),
        (b"PK\x03\x04 and nothing more", "文件坏了"),
        (b"PK" + b"\0" * MOST_BYTES, "文件太大，最多 10 MB"),
        (archive({}), "没有 faq/*.yml"),
        (archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"}), "另存为"),
        (archive({"mimetype": b"x", "content.xml": b"<x/>"}), "另存为"),
        (archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}), "打不开"),
        (archive({"readme.txt": b"hello"}), "没有 faq/*.yml"),
    ],
    ids=range(12),
)
def test_what_is_no_knowledge_base(data: bytes, said: str) -> None:
    assert said in refused(data)


def test_another_workbook() -> None:
    out = io.BytesIO()
    Workbook().save(out)
    assert "不是小政知识库的表" in refused(out.getvalue())


def test_a_missing_sheet_and_a_renamed_one() -> None:
    assert refused(changed(lambda book: book.remove(book["依据"]))) == "缺少“依据”这张表。"
    renamed = refused(changed(lambda book: setattr(book["依据"], "title", "法规")))
    assert renamed == "缺少“依据”这张表。多出来的有“法规”，是不是改了名？"


def test_a_hundred_thousand_rows_are_refused_before_they_are_read() -> None:
    book = Workbook(write_only=True)
    for name in load_workbook(io.BytesIO(exported(small())), read_only=True).sheetnames:
        sheet = book.create_sheet(name)
        for number in range(100_000 if name == "问法" else 1):
            sheet.append(["card_lost", "社保卡", f"第{number}句"])
    out = io.BytesIO()
    book.save(out)
    tracemalloc.start()
    said = refused(out.getvalue())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert said == "有一张表超过 50,000 行，太多了。请删掉用不上的行，或者分几次导入。"
    assert most < 80_000_000


def test_formatted_rows_without_content_are_no_rows() -> None:
    def change(files: dict[str, bytes]) -> None:
        empty = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (row, row) for row in range(100, 70_000))
        files["xl/worksheets/sheet6.xml"] = files["xl/worksheets/sheet6.xml"].replace(
            b"</sheetData>", empty + b"</sheetData>"
        )

    assert read_upload(parts(change), reference()).contents == small()


def test_too_many_rows_in_another_dialect() -> None:
    def change(files: dict[str, bytes]) -> None:
        row = b'<x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row>'
        sheet = (
            b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        )
        files["xl/worksheets/sheet3.xml"] = sheet + row * (MOST_ROWS + 1) + b"</x:sheetData></x:worksheet>"

    assert refused(parts(change)).startswith("“问法”这张表超过 50,000 行")


def test_a_mark_in_the_last_row_of_a_sheet_is_only_a_row() -> None:
    file = changed(lambda book: book["问法"].__setitem__("C1048576", "社保卡在哪里领"))
    assert [each.where for each in read_upload(file, reference()).mistakes] == ["问法!A1048576"]
    assert MOST_ROWS < 1_048_576
