"""A graph rebuilt from the knowledge base: what an office adds today is recognised today."""

from pathlib import Path

import pytest

from bot.knowledge.reader import read
from speech.audio import resample
from speech.errors import ModelError
from speech.graph import build_graph
from speech.recogniser import RecogniserModel, transcribe
from speech.synthesiser import Synthesiser

MODEL = Path("tests/models/vosk-xiaozheng-cn")
NEW = "瓯江红居能办医保备案吗"  # a name that no dictionary has
OLD = "失业金最多领几个月"


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("rebuilt") / "model"
    topics = read(Path("data"), "wenzhou").topics.values()
    questions = [question for topic in topics for question in topic.questions]
    report = build_graph(MODEL, [*questions, *[NEW] * 3], out, new_words=["瓯江红居"])
    assert report.sentences > len(questions) * 0.95
    return out


@pytest.fixture(scope="module")
def heard(rebuilt: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    mouth = Synthesiser(workers=1, cache_dir=tmp_path_factory.mktemp("sounds"))
    sounds = {sentence: resample(mouth.speak(sentence), 16000) for sentence in (NEW, OLD)}
    mouth.close()
    models = {"before": RecogniserModel.load(MODEL), "after": RecogniserModel.load(rebuilt)}
    return {
        (when, sentence): transcribe(model, sound).text.replace(" ", "")
        for when, model in models.items()
        for sentence, sound in sounds.items()
    }


def test_a_new_term_is_heard_after_and_not_before(heard: dict[tuple[str, str], str]) -> None:
    assert heard["before", NEW] != NEW
    assert heard["after", NEW] == NEW


def test_what_was_heard_before_still_is(heard: dict[tuple[str, str], str]) -> None:
    assert heard["before", OLD] == heard["after", OLD] == OLD


def test_the_network_is_not_touched(rebuilt: Path) -> None:
    assert (rebuilt / "am/final.mdl").read_bytes() == (MODEL / "am/final.mdl").read_bytes()


def test_a_folder_without_a_model_is_refused_and_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="没有找到"):
        build_graph(tmp_path / "nothing", [OLD], tmp_path / "out")
    assert not (tmp_path / "out").exists()
