"""A trained model goes where models are, wherever it was made."""

import tempfile
from pathlib import Path

import pytest

from bot.running.training import TrainingFailed, _move


def test_a_model_made_on_another_disk_is_put_in_place(tmp_path: Path) -> None:
    """`var` is often a disk of its own; a rename across disks is refused by the system."""
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no second file system to write to")
    with tempfile.TemporaryDirectory(dir=other) as folder:
        made = Path(folder) / "model.tar.gz"
        made.write_bytes(b"model")
        _move(made, tmp_path / "model.tar.gz")
        assert not made.exists()
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("model.tar.gz", b"model")]


def test_a_model_that_finds_no_place_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    made = tmp_path / "model.tar.gz"
    made.write_bytes(b"model")
    with pytest.raises(TrainingFailed, match="放不进"):
        _move(made, tmp_path / "gone" / "model.tar.gz")
    assert [each.name for each in tmp_path.iterdir()] == ["model.tar.gz"]
