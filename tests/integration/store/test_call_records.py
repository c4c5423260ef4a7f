"""Recordings of calls on both real databases: who opened them, and that they are deleted in time."""

import asyncio
import os
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.bootstrap import Services, build_services
from bot.business.calls.events import Outcome
from bot.business.conversation import Channel
from bot.business.errors import NotAllowed, NotFound
from bot.business.staff import Role, Staff
from bot.conversations.retention import purge_daily
from bot.settings import Settings
from bot.store.database import upgrade

BOSS = Staff("1", "boss", "主任", Role.ADMIN)
LI = Staff("2", "li", "老李", Role.AGENT)


class Clock:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.moment = datetime.now(timezone.utc)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def services(database_url: str, tmp_path: Path, clock: Clock) -> Iterator[Services]:
    upgrade(database_url)
    settings = Settings(database_url=database_url, var=tmp_path, recording_days=90, retention_days=180)
    built = build_services(settings, clock)
    yield built
    built.database.close()


def recorded_call(services: Services, folder: Path) -> str:
    """Return the id of a call that came, was recorded and is over."""
    id = str(uuid.uuid4())
    services.calls.announce(id, "13800138000")
    services.calls.begin(id, services.conversations.start(Channel.PHONE).id, f"{id}.wav")
    services.calls.end(id, Outcome.DONE)
    folder.mkdir(exist_ok=True)
    (folder / f"{id}.wav").write_bytes(b"RIFF")
    return id


def test_every_opening_is_noted_with_who_and_when(services: Services, tmp_path: Path, clock: Clock) -> None:
    one, other = (recorded_call(services, tmp_path / "recordings") for _ in range(2))
    for hours in (1, 2):
        clock.moment += timedelta(hours=hours)
        services.calls.open_recording(one, BOSS)
    noted = services.calls.accesses(one)
    assert [each.staff for each in noted] == ["boss", "boss"]
    assert noted[1].at - noted[0].at == timedelta(hours=2)
    assert services.calls.accesses(other) == []


def test_who_may_not_hear_opens_nothing_and_is_not_in_the_log(services: Services, tmp_path: Path) -> None:
    id = recorded_call(services, tmp_path / "recordings")
    with pytest.raises(NotAllowed):
        services.calls.open_recording(id, LI)
    assert services.calls.accesses(id) == []


def test_a_call_that_goes_on_or_is_unknown_has_no_recording_yet(services: Services) -> None:
    id = str(uuid.uuid4())
    services.calls.announce(id, None)
    services.calls.begin(id, services.conversations.start(Channel.PHONE).id, f"{id}.wav")
    for asked in (id, str(uuid.uuid4())):
        with pytest.raises(NotFound):
            services.calls.open_recording(asked, BOSS)


def test_recordings_go_after_their_days_from_disk_and_record(
    services: Services, tmp_path: Path, clock: Clock
) -> None:
    id = recorded_call(services, tmp_path / "recordings")
    services.calls.open_recording(id, BOSS)
    file = tmp_path / "recordings" / f"{id}.wav"
    clock.moment += timedelta(days=89)
    assert services.retention.purge().recordings == 0
    assert file.exists()
    clock.moment += timedelta(days=2)
    assert services.retention.purge().recordings == 1
    assert not file.exists()
    assert services.calls.get(id).recording is None
    with pytest.raises(NotFound):
        services.calls.open_recording(id, BOSS)
    assert len(services.calls.accesses(id)) == 1  # who heard it stays known


def test_what_staff_uploaded_goes_after_three_days(services: Services, tmp_path: Path, clock: Clock) -> None:
    uploads = [tmp_path / name / "0f.json" for name in ("batches", "imports")]
    for file in uploads:
        file.parent.mkdir()
        file.write_text("{}", encoding="utf-8")
    clock.moment += timedelta(days=2)
    services.retention.purge()
    assert all(file.exists() for file in uploads)
    clock.moment += timedelta(days=2)
    services.retention.purge()
    assert not any(file.exists() for file in uploads)


def test_a_file_that_no_record_knows_goes_too_and_one_that_is_gone_already_is_no_trouble(
    services: Services, tmp_path: Path, clock: Clock
) -> None:
    id = recorded_call(services, tmp_path / "recordings")
    (tmp_path / "recordings" / f"{id}.wav").unlink()
    stray = tmp_path / "recordings" / "stray.wav"
    stray.write_bytes(b"RIFF")
    clock.moment += timedelta(days=91)
    assert services.retention.purge().recordings == 1
    assert not stray.exists()
    assert services.calls.get(id).recording is None


def test_a_recording_restored_from_a_backup_goes_by_its_record(
    services: Services, tmp_path: Path, clock: Clock
) -> None:
    id = recorded_call(services, tmp_path / "recordings")
    file = tmp_path / "recordings" / f"{id}.wav"
    clock.moment += timedelta(days=91)
    os.utime(file, (clock.moment.timestamp(),) * 2)
    services.retention.purge()
    assert not file.exists()


def test_calls_with_their_numbers_go_with_the_talks(services: Services, tmp_path: Path, clock: Clock) -> None:
    id = recorded_call(services, tmp_path / "recordings")
    clock.moment += timedelta(days=181)
    assert services.retention.purge().calls == 1
    with pytest.raises(NotFound):
        services.calls.get(id)


def test_the_daily_purge_goes_on_after_a_failure(services: Services, tmp_path: Path, clock: Clock) -> None:
    recorded_call(services, tmp_path / "recordings")
    clock.moment += timedelta(days=91)
    gone, working = asyncio.Event(), services.retention.purge
    tried = 0

    async def run() -> None:
        loop = asyncio.get_running_loop()

        def purge():
            nonlocal tried
            tried += 1
            if tried == 1:
                raise OSError("disk is away")
            done = working()
            loop.call_soon_threadsafe(gone.set)
            return done

        services.retention.purge = purge  # type: ignore[method-assign]
        purging = asyncio.create_task(purge_daily(services.retention, every_s=0))
        await asyncio.wait_for(gone.wait(), 20)
        purging.cancel()

    asyncio.run(run())
    assert list((tmp_path / "recordings").glob("*.wav")) == []
