"""A disk without room: said as such, nothing half written, and everything goes on once there is room."""

import errno
import os
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import event

from bot.bootstrap import build_services
from bot.business.studio.contents import Kind
from bot.settings import Settings
from bot.store.database import Database, upgrade
from bot.web.errors import install

BIG = {"title": "长", "answers": [{"screen": "很长" * 500_000}]}


def full(database: Database) -> None:
    """Take away SQLite's room: it says what it says on a full disk."""
    event.listen(
        database._engine, "connect", lambda made, _: made.execute("PRAGMA max_page_count = 1").close()
    )
    database._engine.dispose()


def test_what_finds_no_room_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    upgrade(Settings(var=tmp_path).database)
    services = build_services(Settings(var=tmp_path))
    full(services.database)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        services.drafts.save(Kind.TOPIC, "long", BIG, None, "admin")
    services.database.close()
    again = build_services(Settings(var=tmp_path))
    assert again.drafts.open_for(Kind.TOPIC, "long") is None
    assert again.drafts.save(Kind.TOPIC, "long", BIG, None, "admin").key == "long"
    again.database.close()


def test_who_asks_by_the_network_is_told_of_the_disk_too() -> None:
    app = FastAPI()
    install(app)

    @app.get("/{number}")
    def _fails(number: int) -> None:
        raise OSError(number, "no")

    with TestClient(app, raise_server_exceptions=False) as client:
        full_disk, other = client.get(f"/{errno.ENOSPC}"), client.get(f"/{errno.EIO}")
    assert (full_disk.status_code, full_disk.json()["error"]["code"]) == (507, "no_room")
    assert "磁盘满了" in full_disk.json()["error"]["message"]
    assert (other.status_code, other.json()["error"]["code"]) == (500, "internal")
