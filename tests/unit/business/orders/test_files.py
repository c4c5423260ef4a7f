"""Which files are taken."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.errors import Invalid
from bot.business.orders.file_types import LARGEST, check_file, clean_name


def office(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "<xml/>")
    return written.getvalue()


FILES = {
    "照片.jpg": b"\xff\xd8\xff\xe0" + b"0" * 20,
    "照片.JPEG": b"\xff\xd8\xff\xe1" + b"0" * 20,
    "截图.png": b"\x89PNG\r\n\x1a\n" + b"0" * 20,
    "文件.pdf": b"%PDF-1.7 ...",
    "说明.docx": office("word/document.xml"),
    "名单.xlsx": office("xl/workbook.xml"),
    "录音.mp3": b"ID3\x04" + b"0" * 20,
    "录音2.mp3": b"\xff\xfb\x90" + b"0" * 20,
    "录音.wav": b"RIFF\x00\x00\x00\x00WAVEfmt ",
    "视频.mp4": b"\x00\x00\x00\x20ftypisom" + b"0" * 20,
}


@pytest.mark.parametrize("name", FILES)
def test_files_of_the_right_kind_are_taken(name: str) -> None:
    assert check_file(name, FILES[name])[0] == name


@pytest.mark.parametrize("name", FILES)
def test_files_that_lie_are_refused(name: str) -> None:
    own = check_file(name, FILES[name])[1]
    for other, content in FILES.items():
        if check_file(other, content)[1] != own:
            with pytest.raises(Invalid) as refused:
                check_file(name, content)
            assert "不一致" in refused.value.message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("病毒.exe", b"MZ\x90"),
        ("页面.html", b"<script>alert(1)</script>"),
        ("图.svg", b"<svg onload=alert(1)>"),
        ("图.png", b"<svg onload=alert(1)>"),
        ("宏.docx", office("word/document.xml", "word/vbaProject.bin")),
        ("压缩.docx", office("a.txt")),
        ("坏.xlsx", b"PK\x03\x04broken"),
        ("空.pdf", b""),
        ("大.pdf", b"%PDF-" + b"0" * LARGEST),
        ("没有后缀", b"%PDF-1.7"),
    ],
)
def test_other_files_are_refused(name: str, content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        check_file(name, content)
    assert refused.value.field == "file"
    assert refused.value.message.endswith("。")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        (r"C:\Users\li\照片.jpg", "照片.jpg"),
        ('a<b>"c|d?.png', "abcd.png"),
        ("gnp.\u202eexe.png", "gnp.exe.png"),
        ("...", "附件"),
        ("长" * 300 + ".pdf", "长" * 96 + ".pdf"),
    ],
)
def test_names_are_cleaned(told: str, kept: str) -> None:
    assert clean_name(told) == kept


@given(st.text(max_size=300), st.binary(max_size=60))
def test_any_name_and_bytes_are_taken_or_refused(name: str, content: bytes) -> None:
    cleaned = clean_name(name)
    assert 1 <= len(cleaned) <= 100
    assert "/" not in cleaned
    assert "\\" not in cleaned
    try:
        check_file(name, content)
    except Invalid as refused:
        assert refused.field == "file"  # noqa: PT017 -- either outcome is right
