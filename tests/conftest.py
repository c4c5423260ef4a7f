"""What all tests share: one running site for a whole test run."""

from collections.abc import Iterator

import pytest

from tests.stack import Site, running_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the running product: real Rasa with the trained model, actions, web, recogniser and voice."""
    with running_site(tmp_path_factory.mktemp("site")) as started:
        yield started
