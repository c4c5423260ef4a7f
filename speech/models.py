"""Models that are downloaded: what they are, where from, and how they get here whole."""

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import httpx
import yaml

from speech.errors import ModelError

_TIMEOUT_S = 30.0
_NO_SPACE = 28  # errno ENOSPC


@dataclass(frozen=True)
class ManifestEntry:
    """A model in MANIFEST.yml; `folder` is what its archive holds, `bytes` the archive's size."""

    name: str
    urls: tuple[str, ...]
    bytes: int
    sha256: str
    licence: str
    folder: str


@dataclass(frozen=True)
class FoundModel:
    """A model that is on this machine."""

    path: Path


Progress = Callable[[int, int], None]  # bytes so far, bytes in all


def read_manifest(path: Path) -> list[ManifestEntry]:
    """Return the models in a manifest. Raises ModelError `bad_manifest`."""
    try:
        listed: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
        return [ManifestEntry(**{**each, "urls": tuple(each["urls"])}) for each in listed]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError) as error:
        raise ModelError("bad_manifest", f"模型清单 {path} 读不了：{error}") from error


def find_model(explicit: Path | None, candidates: Sequence[Path]) -> FoundModel:
    """Return the folder that was asked for, or the first candidate that is there. Raises ModelError `not_found`."""
    for path in [explicit] if explicit else candidates:
        if path.is_dir():
            return FoundModel(path)
    raise ModelError("not_found", f"没有找到语音识别模型：{explicit or '还没有下载'}")


def install(entry: ManifestEntry, into: Path, progress: Progress) -> Path:
    """Download a model, check it, unpack it and return its folder; one that is there already is left alone.

    A download that broke off goes on where it stopped. Raises ModelError: no_address_reachable, size_mismatch,
    checksum_mismatch, bad_zip, disk_full.
    """
    target = into / entry.folder
    if target.is_dir():
        return target
    into.mkdir(parents=True, exist_ok=True)
    archive = into / f"{entry.name}.part"
    try:
        _download(entry, archive, progress)
        _check(entry, archive)
        _unpack(archive, entry.folder, target)
    except OSError as error:
        if error.errno != _NO_SPACE:
            raise
        raise ModelError("disk_full", "磁盘空间不够，请清理后重试；已下载的部分会接着用。") from error
    archive.unlink()
    return target


def _download(entry: ManifestEntry, archive: Path, progress: Progress) -> None:
    reasons = []
    for url in entry.urls:
        try:
            return _fetch(url, entry.bytes, archive, progress)
        except httpx.HTTPError as error:
            reasons.append(f"{url}：{error or type(error).__name__}")
    told = "\n".join(reasons)
    raise ModelError(
        "no_address_reachable",
        f"所有地址都下载不了：\n{told}\n内网机器可以用别的办法下载，解压后用 HOTLINE_VOSK_MODEL 指定目录。",
    )


def _fetch(url: str, size: int, archive: Path, progress: Progress) -> None:
    have = archive.stat().st_size if archive.exists() else 0
    if have >= size:
        return
    headers = {"Range": f"bytes={have}-"} if have else {}
    with httpx.stream("GET", url, headers=headers, timeout=_TIMEOUT_S, follow_redirects=True) as response:
        response.raise_for_status()
        goes_on = response.status_code == httpx.codes.PARTIAL_CONTENT
        done = have if goes_on else 0
        with archive.open("ab" if goes_on else "wb") as file:
            for piece in response.iter_bytes():
                file.write(piece)
                done += len(piece)
                progress(done, size)
                if done > size:  # not the file that we want: don't fill the disk with it
                    return


def _check(entry: ManifestEntry, archive: Path) -> None:
    """Compare size and SHA-256; a wrong archive is deleted, a short one kept to go on with."""
    size = archive.stat().st_size
    if size < entry.bytes:
        raise ModelError(
            "size_mismatch", f"只下载到 {size} 字节，应该是 {entry.bytes} 字节。请再运行一次，会接着下载。"
        )
    with archive.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if size != entry.bytes or digest != entry.sha256:
        archive.unlink()
        raise ModelError(
            "checksum_mismatch", "下载的文件和清单里的校验值不同，已删除。请重试，或者换一个地址。"
        )


def _unpack(archive: Path, folder: str, target: Path) -> None:
    """Unpack beside the target and move into place in one step."""
    draft = Path(tempfile.mkdtemp(prefix=".unpack-", dir=target.parent))
    try:
        with zipfile.ZipFile(archive) as packed:
            for name in packed.namelist():
                path = PurePosixPath(name)
                if path.is_absolute() or ".." in path.parts:
                    raise ModelError("bad_zip", f"压缩包里有不安全的路径：{name}")
            packed.extractall(draft)
        if not (draft / folder).is_dir():
            raise ModelError("bad_zip", f"压缩包里没有目录 {folder}。")
        os.replace(draft / folder, target)
    except zipfile.BadZipFile as error:
        raise ModelError("bad_zip", "下载的压缩包打不开。") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
