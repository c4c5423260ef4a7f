"""Downloads a model so that it is either whole and checked, or not there."""

import errno
import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Protocol

import httpx

from speech.errors import ModelError

Progress = Callable[[int, int], None]

_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_TRIES = 3  # at each address; every try goes on where the last one stopped
_BLOCK = 1 << 16
_BLOWN_UP = 20  # unpacked bytes a packed byte may give: real models have about 1.5, zip bombs 1000


class Entry(Protocol):
    """What is downloaded: see models.ManifestEntry."""

    @property
    def urls(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def bytes(self) -> int: ...  # noqa: D102
    @property
    def sha256(self) -> str: ...  # noqa: D102
    @property
    def folder(self) -> str: ...  # noqa: D102


class _Unreachable(Exception):
    """An address didn't give more bytes."""


def install(entry: Entry, into: Path, progress: Progress) -> Path:
    """Download `entry` into folder `into` and return the model's folder; one already there is replaced.

    `progress` is called with (bytes so far, all bytes). An interrupted download is continued by the next call.
    Raises ModelError: no_address_reachable, size_mismatch, checksum_mismatch, disk_full, bad_zip.
    """
    with _disk_errors():
        into.mkdir(parents=True, exist_ok=True)
        part = into / f"{entry.folder}.zip.part"
        _download(entry, part, progress)
        _verify(entry, part)
        path = _unpack(entry, part, into)
        part.unlink()
    return path


def _download(entry: Entry, part: Path, progress: Progress) -> None:
    reasons = []
    for url in entry.urls:
        for _ in range(_TRIES):
            if _size(part) >= entry.bytes:
                return
            try:
                _fetch(url, part, entry.bytes, progress)
            except _Unreachable as error:
                reasons.append(f"{url}：{error}")
    if _size(part) >= entry.bytes:
        return
    if reasons or not _size(part):
        raise ModelError("no_address_reachable", "下载地址都连不上：" + "；".join(dict.fromkeys(reasons)))
    raise _mismatch(entry, part)


def _fetch(url: str, part: Path, size: int, progress: Progress) -> None:
    """Append to `part` what is missing; start anew when the server can't continue. Raises _Unreachable."""
    have = _size(part)
    headers = {"Range": f"bytes={have}-", "Accept-Encoding": "identity"} if have else {}
    try:
        with httpx.stream("GET", url, headers=headers, timeout=_TIMEOUT, follow_redirects=True) as response:
            if response.status_code not in (200, 206):
                raise _Unreachable(f"HTTP {response.status_code}")
            continued = response.status_code == 206
            with part.open("ab" if continued else "wb") as file:
                for block in response.iter_bytes(_BLOCK):
                    file.write(block)
                    progress(min(file.tell(), size), size)
                    if file.tell() > size:  # not what the manifest describes: don't fill the disk with it
                        return
    except httpx.HTTPError as error:
        raise _Unreachable(type(error).__name__) from error


def _verify(entry: Entry, part: Path) -> None:
    """Raise ModelError unless `part` is the file described; what is wrong is removed, so that a retry can work."""
    if _size(part) != entry.bytes:
        error = _mismatch(entry, part)
        part.unlink(missing_ok=True)
        raise error
    with part.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != entry.sha256:
        part.unlink()
        raise ModelError("checksum_mismatch", "下载的文件校验和不对，已删除。请换一个下载地址重试。")


def _mismatch(entry: Entry, part: Path) -> ModelError:
    return ModelError("size_mismatch", f"下载的文件是 {_size(part)} 字节，应为 {entry.bytes} 字节。")


def _unpack(entry: Entry, archive: Path, into: Path) -> Path:
    """Unzip beside the target and rename: the model's folder is never half there."""
    target = into / entry.folder
    with tempfile.TemporaryDirectory(dir=into, prefix=".unpack-") as folder:
        try:
            with zipfile.ZipFile(archive) as file:
                _check_members(file.infolist(), entry.bytes)
                file.extractall(folder)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
            raise ModelError("bad_zip", "下载的压缩包打不开。") from error
        unpacked = Path(folder) / entry.folder
        if not unpacked.is_dir():
            raise ModelError("bad_zip", f"压缩包里没有 {entry.folder} 文件夹。")
        if target.exists():
            target.rename(Path(folder) / ".old")  # goes with the temporary folder
        unpacked.rename(target)
    return target


def _check_members(members: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse archives that would write outside their folder or fill the disk."""
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise ModelError("bad_zip", "压缩包里有越界的路径，已拒绝。")
    if sum(member.file_size for member in members) > packed * _BLOWN_UP:
        raise ModelError("bad_zip", "压缩包解开后大得不正常，已拒绝。")


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ModelError("disk_full", "磁盘空间不够，请清理后重试；已下载的部分会保留。") from error
        raise ModelError("not_writable", f"模型文件夹写不了：{error.strerror}") from error
