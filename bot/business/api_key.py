"""Keys that programs of others show. Only the hash is kept: who reads the database can't use it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from bot.business.errors import Invalid
from bot.business.text import clean

LONGEST_NAME = 40


@dataclass(frozen=True)
class ApiKey:
    """A key that was given out; `name` says to whom."""

    id: str
    name: str
    key_hash: str
    created_at: datetime
    active: bool = True


def hashed(key: str) -> str:
    """Return the hash of a key. Keys are 256 random bits, so that a plain hash can't be undone by trying."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def checked_name(name: str) -> str:
    """Return a name for a key. Raises Invalid for one that is empty or too long."""
    cleaned = " ".join(clean(name).split())
    if not 1 <= len(cleaned) <= LONGEST_NAME:
        raise Invalid("name", f"名称要有 1 到 {LONGEST_NAME} 个字，写明密钥发给谁。")
    return cleaned
