"""Secrets of this site, made on first use."""

import os
import secrets
from pathlib import Path


def secret_in(path: Path) -> str:
    """Return the secret kept in `path`, made on first use in a file that only we can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret
