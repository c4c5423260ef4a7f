"""Which files may belong to an order. What a file is, is read from its bytes, never from what it says it is."""

import io
import re
import zipfile
from pathlib import PurePosixPath

from bot.business.errors import Invalid
from bot.business.text import clean

LARGEST = 10 * 1024 * 1024  # bytes
_LONGEST_NAME = 100
_OFFICE = "application/vnd.openxmlformats-officedocument."
_DOCX, _XLSX = _OFFICE + "wordprocessingml.document", _OFFICE + "spreadsheetml.sheet"
_ENDINGS = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".docx": _DOCX,
    ".xlsx": _XLSX,
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
}
_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
)
_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash")
_UNFIT = re.compile(r'[<>:"|?*\x00-\x1f]')


def check_file(name: str, content: bytes) -> tuple[str, str]:
    """Return the cleaned name and the media type. Raises Invalid for a file that isn't taken, saying why."""
    if not content:
        raise Invalid("file", "文件是空的，请重新选择。")
    if len(content) > LARGEST:
        raise Invalid("file", "文件太大，最多 10 MB。")
    cleaned = clean_name(name)
    media_type = _ENDINGS.get(PurePosixPath(cleaned).suffix.lower())
    if media_type is None:
        raise Invalid("file", "只能上传 JPG、PNG、PDF、DOCX、XLSX、MP3、WAV、MP4 文件。")
    if found_type(content) != media_type:
        raise Invalid("file", "文件内容和文件名的类型不一致，不能上传。")
    return cleaned, media_type


def clean_name(name: str) -> str:
    """Return the file's own name: no folders, no characters that deceive, at most 100 characters with its ending."""
    bare = _UNFIT.sub("", clean(name.replace("\\", "/").rsplit("/", 1)[-1])).strip(". ")
    path = PurePosixPath(bare or "附件")
    return path.stem[: _LONGEST_NAME - len(path.suffix)] + path.suffix if len(path.suffix) < 10 else "附件"


def found_type(content: bytes) -> str | None:
    """Return the media type that the bytes show, or None for anything that isn't taken."""
    for beginning, media_type in _BEGINNINGS:
        if content.startswith(beginning):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "audio/wav"
    if content[4:8] == b"ftyp" and content[8:12] in _BRANDS:
        return "video/mp4"
    if len(content) > 3 and content[0] == 0xFF and content[1] in (0xFB, 0xFA, 0xF3, 0xF2):
        return "audio/mpeg"
    return _office(content) if content.startswith(b"PK\x03\x04") else None


def _office(content: bytes) -> str | None:
    """Return the kind of an Office file by what its archive holds; one with macros isn't taken."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        return None
    if "word/document.xml" in names:
        return _DOCX
    return _XLSX if "xl/workbook.xml" in names else None
