"""An uploaded archive, before anything in it is believed: size, names, kinds of members."""

import io
import re
import stat
import zipfile

from bot.services.studio.importing_upload import UnreadableFile

MOST_BYTES = 10_000_000  # of the upload; the shipped knowledge base is 1 MB
MOST_UNPACKED = 60_000_000
_MOST_MEMBERS = 1_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of .xls files, and of workbooks with a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DRIVE = re.compile(r"^[A-Za-z]:")
_BROKEN = "文件坏了，打不开。请重新下载或者另存一份再试。"


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Return the archive in `data` after looking at its table of contents only. Raises UnreadableFile."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"文件太大，最多 {MOST_BYTES // 1_000_000} MB。")
    _check_kind(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise UnreadableFile(_BROKEN) from None
    _check_members(archive.infolist())
    return archive


def content_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a member's bytes. Raises UnreadableFile for a broken one."""
    try:
        return archive.read(name)
    except Exception:  # zipfile and zlib raise whatever broken bytes lead to
        raise UnreadableFile(_BROKEN) from None


def _check_kind(data: bytes) -> None:
    if not data:
        raise UnreadableFile("文件是空的。")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise UnreadableFile("这份 Excel 设了打开密码，请在 Excel 里去掉密码、另存后再上传。")
        raise UnreadableFile("这是旧格式（.xls），请在 Excel 里另存为“Excel 工作簿（.xlsx）”后再上传。")
    if not data.startswith(b"PK"):
        raise UnreadableFile("这不是 Excel 文件（.xlsx），也不是 YAML 的压缩包（.zip）。")


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > _MOST_MEMBERS:
        raise UnreadableFile(f"压缩包里有 {len(members)} 个文件，太多了。")
    unpacked = sum(each.file_size for each in members)
    if unpacked > MOST_UNPACKED:
        raise UnreadableFile(
            f"这个文件展开以后有 {unpacked // 1_000_000} MB，太大了，最多 {MOST_UNPACKED // 1_000_000} MB。"
        )
    names = [each.filename for each in members]
    if len(set(names)) != len(names):
        raise UnreadableFile("压缩包里有重名的文件。")
    for each in members:
        _check_member(each)


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename
    if member.flag_bits & 1:
        raise UnreadableFile("这个压缩包设了密码，请去掉密码再上传。")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise UnreadableFile(f"压缩包里的“{name}”是链接，不能收。")
    if name.startswith("/") or _DRIVE.match(name) or "\\" in name or "\0" in name or ".." in name.split("/"):
        raise UnreadableFile(f"压缩包里的“{name}”指到了别处，不能收。")
