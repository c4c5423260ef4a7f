"""The real recogniser, the real voice and the real detector, started once for all tests here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from speech.recogniser import RecogniserModel
from speech.synthesiser import Synthesiser

ROOT = Path(__file__).parents[3]
_MODELS = (ROOT / "tests/models/vosk-xiaozheng-cn", ROOT / "../shared/models/vosk-spike-cn")


@pytest.fixture(scope="session")
def model_path() -> Path:
    """Return a model that understands synthetic voices."""
    for path in _MODELS:
        if (path / "am/final.mdl").is_file():
            return path
    pytest.fail(f"no recogniser model for tests: looked for {', '.join(map(str, _MODELS))}")


@pytest.fixture(scope="session")
def model(model_path: Path) -> RecogniserModel:
    return RecogniserModel.load(model_path)


@pytest.fixture(scope="session")
def mouth(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synthesiser]:
    speaker = Synthesiser(workers=2, cache_dir=tmp_path_factory.mktemp("sounds"))
    yield speaker
    speaker.close()
