"""Uploads between looking at them and importing: what was read stays with us, the browser only holds its name."""

import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.business.errors import NotFound
from bot.business.studio.contents import Kind
from bot.services.studio.importing_plan import Plan, Planned
from bot.services.studio.importing_upload import Mistake

_KEPT = timedelta(minutes=30)
_NAME = re.compile("[0-9a-f]{32}")
_GONE = "这次上传已经过了 30 分钟，或者已经导入过。请重新上传。"


@dataclass(frozen=True)
class Shelved:
    """An upload that was read. `file` is what the person calls it."""

    token: str
    owner: str
    at: datetime
    file: str
    plan: Plan


class Shelf:
    """Keeps the last upload of each person for half an hour, in files that only we can read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, owner: str, file: str, plan: Plan, now: datetime) -> str:
        """Keep a plan in place of the person's earlier one and return its name."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in self._folder.glob("*.json"):
            held = self._read(path)
            if held is None or held.owner == owner or now - held.at > _KEPT:
                path.unlink(missing_ok=True)
        token = secrets.token_hex(16)
        kept = {"owner": owner, "at": now.isoformat(), "file": file, "plan": asdict(plan)}
        target = self._folder / f"{token}.json"
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            json.dump(kept, out, ensure_ascii=True, default=_plain)
        return token

    def get(self, token: str, owner: str, now: datetime) -> Shelved:
        """Return what was kept. Raises NotFound for what is gone, too old, or somebody else's."""
        held = self._read(self._folder / f"{token}.json") if _NAME.fullmatch(token) else None
        if held is None or held.owner != owner or now - held.at > _KEPT:
            raise NotFound("no_upload", _GONE)
        return held

    def drop(self, token: str) -> None:
        """Forget what was imported."""
        if _NAME.fullmatch(token):
            (self._folder / f"{token}.json").unlink(missing_ok=True)

    @staticmethod
    def _read(path: Path) -> Shelved | None:
        try:
            kept = json.loads(path.read_text(encoding="ascii"))
            at = datetime.fromisoformat(kept["at"])
            return Shelved(path.stem, kept["owner"], at, kept["file"], _plan(kept["plan"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None  # gone, or cut off when the disk was full


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Kind) else str(value)


def _plan(kept: Mapping[str, Any]) -> Plan:
    entries = {key: tuple(_planned(each) for each in kept[key]) for key in ("changes", "removals")}
    told = {
        key: tuple(Mistake(**each) for each in kept[key])
        for key in ("mistakes", "mistakes_kept", "mistakes_removed")
    }
    return Plan(kept["form"], **entries, **told, notices=tuple(kept["notices"]))


def _planned(kept: Mapping[str, Any]) -> Planned:
    return Planned(**{**kept, "kind": Kind(kept["kind"])})
