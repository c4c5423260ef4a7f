"""The folder with orders' files, each under the SHA-256 of its bytes."""

import os
import secrets
from pathlib import Path


class AttachmentFolder:
    """Writes and reads files; the folder need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, sha256: str, content: bytes) -> None:
        """Write a file whole or not at all; it is on disk before this returns."""
        target = self._path(sha256)
        if target.is_file() and target.stat().st_size == len(content):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{sha256}.{secrets.token_hex(4)}.part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        _sync(target.parent)

    def read(self, sha256: str) -> bytes | None:
        """Return a file's bytes, or None when it is gone."""
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError:
            return None

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("not a SHA-256 in hexadecimal")
        return self._folder / sha256[:2] / sha256


def _sync(folder: Path) -> None:
    if os.name == "nt":  # Windows can't open folders
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
