"""Batches that are being tried: sentences and what each release made of them, in files that only we can read."""

import json
import os
import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.business.errors import NotFound
from bot.business.studio.batch import Got, Row, most_taught

KEPT = timedelta(days=3)
_MOST = 5  # of one person
_NAME = re.compile("[0-9a-f]{32}")
_GONE = "这一批已经过了三天，或者已经被更新的几批替掉了。请重新上传。"
_writing = threading.Lock()  # results come in pieces


@dataclass
class Batch:
    """`results`: by a release's name, for each row what it got, None as long as it wasn't tried. `taught`: rows that were learnt."""

    token: str
    owner: str
    at: datetime
    file: str
    rows: list[Row]
    results: dict[str, list[Got | None]] = field(default_factory=dict)
    taught: list[int] = field(default_factory=list)

    @property
    def spoilt(self) -> bool:
        """Return whether so much of it was learnt that it can't test any more."""
        return len(self.taught) > most_taught(len(self.rows))

    def got(self, release: str) -> list[Got | None]:
        """Return what a release made of each row."""
        return self.results.get(release) or [None] * len(self.rows)


class Batches:
    """The batches below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, owner: str, file: str, rows: list[Row], now: datetime) -> Batch:
        """Keep a new batch and forget what is old."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._tidy(owner, now)
        batch = Batch(secrets.token_hex(16), owner, now, file, rows)
        self._write(batch)
        return batch

    def get(self, token: str, owner: str, now: datetime) -> Batch:
        """Return a batch. Raises NotFound for what is gone, too old, or somebody else's."""
        held = self._read(self._folder / f"{token}.json") if _NAME.fullmatch(token) else None
        if held is None or held.owner != owner or now - held.at > KEPT:
            raise NotFound("no_batch", _GONE)
        return held

    def change(self, token: str, owner: str, now: datetime, how: Callable[[Batch], None]) -> Batch:
        """Change a batch as it is at this moment. Raises NotFound."""
        with _writing:
            batch = self.get(token, owner, now)
            how(batch)
            self._write(batch)
        return batch

    def of(self, owner: str, now: datetime) -> list[Batch]:
        """Return a person's batches, newest first."""
        held = filter(None, map(self._read, self._folder.glob("*.json")))
        mine = [each for each in held if each.owner == owner and now - each.at <= KEPT]
        return sorted(mine, key=lambda each: each.at, reverse=True)

    def _tidy(self, owner: str, now: datetime) -> None:
        mine = {each.token for each in self.of(owner, now)[: _MOST - 1]}
        for path in self._folder.glob("*.json"):
            held = self._read(path)
            if held is None or now - held.at > KEPT or (held.owner == owner and held.token not in mine):
                path.unlink(missing_ok=True)

    def _write(self, batch: Batch) -> None:
        target = self._folder / f"{batch.token}.json"
        draft = target.with_suffix(f".{secrets.token_hex(4)}")
        kept = asdict(batch) | {"at": batch.at.isoformat()}
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            json.dump(kept, out, ensure_ascii=True)
        draft.replace(target)

    @staticmethod
    def _read(path: Path) -> Batch | None:
        try:
            kept = json.loads(path.read_text(encoding="ascii"))
            return Batch(
                path.stem,
                kept["owner"],
                datetime.fromisoformat(kept["at"]),
                kept["file"],
                [Row(**each) for each in kept["rows"]],
                {name: [_got(each) for each in found] for name, found in kept["results"].items()},
                kept["taught"],
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None  # gone, or cut off when the disk was full


def _got(kept: dict[str, Any] | None) -> Got | None:
    return Got(**{**kept, "options": tuple(kept["options"])}) if kept else None
