"""A model that isn't ours gets a new grammar only: our own one is treated as such here, the official isn't at hand."""

import shutil
from pathlib import Path

import pytest

from speech.audio import Audio, resample
from speech.errors import ModelError
from speech.graph.foreign import Cutter, rebuild_grammar
from speech.graph.trial import Trial, listen
from speech.synthesiser import Synthesiser

MODEL = Path("tests/models/vosk-xiaozheng-cn")
NEW = ["益康保怎么办理", "请问益康保需要什么条件", "暖瓯计划在哪里申请"]  # no dictionary has these names
OLD = ["失业金最多领几个月", "我要转人工", "幺三八零零幺三八零零零", "今天天气怎么样"]


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> list[Audio]:
    mouth = Synthesiser(workers=1, cache_dir=tmp_path_factory.mktemp("sounds"))
    made = [resample(mouth.speak(sentence), 16000) for sentence in [*NEW, *OLD]]
    mouth.close()
    return made


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("foreign") / "model"
    report = rebuild_grammar(MODEL, [*NEW, "惠民码"], out)
    assert report.unheard == "惠", "no word of this model has it, and who publishes should know"
    return out


def heard(model: Path, sounds: list[Audio]) -> tuple[str, ...]:
    trial = listen(model, sounds)
    assert isinstance(trial, Trial)
    return trial.heard


def test_new_sentences_are_heard_and_old_ones_still(rebuilt: Path, sounds: list[Audio]) -> None:
    before, after = heard(MODEL, sounds), heard(rebuilt, sounds)
    assert all("益康保" not in text and "暖瓯" not in text for text in before)
    assert list(after[: len(NEW)]) == NEW
    assert after[len(NEW) :] == before[len(NEW) :], "these sentences were never published"


def test_only_the_grammar_is_another(rebuilt: Path) -> None:
    for name in ("am/final.mdl", "graph/HCLr.fst", "graph/words.txt", "graph/disambig_tid.int"):
        assert (rebuilt / name).read_bytes() == (MODEL / name).read_bytes()
    assert (rebuilt / "graph/Gr.fst").read_bytes() != (MODEL / "graph/Gr.fst").read_bytes()


def test_words_are_cut_into_the_longest_that_are_known() -> None:
    cutter = Cutter(["失业", "失业金", "金", "怎么", "领"])
    assert cutter.runs("失业金，怎么领？") == [["失业金", "怎么", "领"]]
    assert cutter.runs("失业瓯领") == [["失业"], ["领"]]
    assert cutter.unknown == {"瓯"}


def test_a_whole_graph_is_refused(tmp_path: Path) -> None:
    model = Path(shutil.copytree(MODEL, tmp_path / "model"))
    (model / "graph/Gr.fst").rename(model / "graph/HCLG.fst")
    with pytest.raises(ModelError) as caught:
        rebuild_grammar(model, NEW, tmp_path / "out")
    assert caught.value.code == "whole_graph"
    assert not (tmp_path / "out").exists()
