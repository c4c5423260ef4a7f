"""A release's files as one archive, and which files of ours an uploaded archive holds."""

import io
import zipfile
from pathlib import Path, PurePosixPath

from bot.knowledge.reader import knowledge_files
from bot.knowledge.upload_zip import content_of
from bot.services.studio.importing_upload import UnreadableFile

_OF_SYSTEMS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_FOLDERS = ("faq", "regions", "reference")


def zip_of(folder: Path, stamp: str) -> bytes:
    """Return the files of the release in `folder`, byte for byte; `stamp` names the release in the archive's comment."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = stamp.encode()
        for path in knowledge_files(folder):
            archive.writestr(path.relative_to(folder).as_posix(), path.read_bytes())
    return out.getvalue()


def stamp_of(archive: zipfile.ZipFile) -> str:
    """Return which release an archive came from, "" when it doesn't say."""
    return archive.comment.decode("ascii", "replace").strip()


def files_in(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the files by their path in a knowledge base; a folder around all of them is left out. Raises UnreadableFile."""
    found: dict[str, bytes] = {}
    for member in archive.infolist():
        if member.is_dir() or any(each in member.filename for each in _OF_SYSTEMS):
            continue
        path = _inside(member.filename)
        if path in found:
            raise UnreadableFile(f"压缩包里有两个“{path}”。")
        found[path] = content_of(archive, member.filename)
    return found


def _inside(name: str) -> str:
    parts = PurePosixPath(name).parts
    at = next((number for number, part in enumerate(parts[:-1]) if part in _FOLDERS), 0)
    return "/".join(parts[at:])
