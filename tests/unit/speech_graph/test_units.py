"""Syllables are split as the network was trained on them."""

import pytest

from speech.graph.units import FINALS, INITIALS, UNITS, split


@pytest.mark.parametrize(
    ("syllable", "units"),
    [
        ("shi4", ("sh", "iii")),
        ("si1", ("s", "ii")),
        ("di4", ("d", "i")),
        ("ri4", ("r", "iii")),
        ("er2", ("er",)),
        ("an1", ("an",)),
        ("jiu3", ("j", "iou")),
        ("gui4", ("g", "uei")),
        ("lun2", ("l", "uen")),
        ("ju1", ("j", "v")),
        ("xue2", ("x", "ve")),
        ("lv4", ("l", "v")),
        ("yuan2", ("y", "van")),
        ("yi1", ("y", "i")),
        ("you3", ("y", "iou")),
        ("yong4", ("y", "iong")),
        ("wo3", ("w", "uo")),
        ("weng1", ("w", "ueng")),
        ("yo5", ("y", "o")),
        ("ng2", ("en",)),
    ],
)
def test_splits_a_syllable(syllable: str, units: tuple[str, ...]) -> None:
    assert split(syllable) == units


def test_tones_make_no_difference() -> None:
    assert {split(f"ma{tone}") for tone in ("", 1, 2, 3, 4, 5)} == {("m", "a")}


@pytest.mark.parametrize("syllable", ["", "5", "xyz", "bri3", "hello"])
def test_refuses_what_is_no_syllable(syllable: str) -> None:
    with pytest.raises(ValueError, match="not a Mandarin syllable"):
        split(syllable)


def test_every_unit_is_there_once() -> None:
    assert len(set(UNITS)) == len(UNITS) == len(INITIALS) + len(FINALS) == 61
