"""A damaged model must give an error: libvosk ends the whole process on some damage, so each runs in its own."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from speech.errors import ModelError
from speech.recogniser import RecogniserModel

_LOAD = """
import sys
from pathlib import Path
from speech.errors import ModelError
from speech.recogniser import RecogniserModel
try:
    RecogniserModel.load(Path(sys.argv[1]))
except ModelError as error:
    print(error.code)
"""
FILES = [
    "am/final.mdl",
    "graph/HCLr.fst",
    "graph/Gr.fst",
    "graph/phones/word_boundary.int",
    "conf/mfcc.conf",
    "conf/model.conf",
    "graph/disambig_tid.int",
]


@pytest.fixture
def copy(model_path: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model_path, tmp_path / "model"))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def scribble(file: Path) -> None:
    file.write_bytes(b"x" * file.stat().st_size)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ModelError) as caught:
        RecogniserModel.load(copy)
    assert caught.value.code == "incomplete"
    assert name in caught.value.message


@pytest.mark.parametrize("name", FILES)
def test_an_empty_file_is_named(copy: Path, name: str) -> None:
    (copy / name).write_bytes(b"")
    with pytest.raises(ModelError) as caught:
        RecogniserModel.load(copy)
    assert caught.value.code == "broken"


@pytest.mark.parametrize("damage", [cut, scribble])
@pytest.mark.parametrize("name", [*FILES[:5], "graph/words.txt"])
def test_damage_gives_an_error_and_not_an_abort(
    copy: Path, name: str, damage: Callable[[Path], None]
) -> None:
    damage(copy / name)
    run = subprocess.run(
        [sys.executable, "-c", _LOAD, str(copy)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "broken"


def test_loading_says_nothing_on_the_terminal(model_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _LOAD, str(model_path)], capture_output=True, text=True, check=True
    )
    assert run.stdout + run.stderr == ""


def test_no_folder_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        RecogniserModel.load(tmp_path / "none")
    assert caught.value.code == "missing"
