"""The services over each database, with a clock that the test moves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bootstrap import Services, build_services
from bot.settings import Settings
from bot.store.database import upgrade
from tests.integration.store.order_people import Clock


@pytest.fixture
def clock() -> Clock:
    """Return the present, as the test wants it."""
    return Clock()


@pytest.fixture
def services(database_url: str, tmp_path: Path, clock: Clock) -> Iterator[Services]:
    """Return the services over an empty database."""
    upgrade(database_url)
    built = build_services(Settings(database_url=database_url, var=tmp_path), clock)
    yield built
    built.database.close()
