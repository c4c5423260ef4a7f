"""Another understanding takes over while sentences are judged; one that can't be read changes nothing."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.concepts import Lexicon
from bot.nlu.features import FeatureSpace
from bot.nlu.live_model import LiveModel, Named
from bot.nlu.repair import Repair
from bot.nlu.shelf import Shelf
from bot.nlu.tokens import tokens
from bot.nlu.trained import Example, Trained, learn

LEXICON = Lexicon({"card": ["社保卡"]}, ["card"])
CARD = [Example(each, "faq_card") for each in ("社保卡丢了", "社保卡不见了", "社保卡找不到", "补社保卡")]
MONEY = [Example(each, "faq_money") for each in ("失业金怎么领", "失业金能领多久", "领失业金", "失业的钱")]
BABY = [Example(each, "faq_baby") for each in ("生育津贴怎么领", "生育津贴多少", "产假的钱", "生孩子报销")]


def flat(sentences: list[list[str]]) -> np.ndarray:
    """Stand in for the encoder: every sentence means the same."""
    return np.ones((len(sentences), 512), dtype=np.float32)


def trained(*examples: list[Example]) -> Trained:
    listed = [each for some in examples for each in some]
    return learn(listed, LEXICON, lambda some: lambda: flat(some))[0]


class Site:
    """The folders that the hotline writes and the understanding reads."""

    def __init__(self, folder: Path) -> None:
        self.releases, self.understandings = folder / "releases", folder / "understanding"
        self.releases.mkdir()
        self.live = LiveModel(self.releases, self.understandings, Named("", trained(CARD, MONEY)), Shelf())

    def understanding(self, name: str, *examples: list[Example]) -> Path:
        folder = self.understandings / name
        folder.mkdir(parents=True)
        trained(*examples).save(folder)
        return folder

    def release(self, name: str, understanding: str) -> None:
        (self.releases / name).mkdir()
        (self.releases / name / "understanding").write_text(understanding, encoding="utf-8")

    def point(self, pointer: str, release: str) -> None:
        (self.releases / pointer).write_text(release + "\n", encoding="utf-8")

    def first(self, text: str) -> str:
        return self.live.current().trained.judge([tokens(text)], flat)[0].ranking[0][0]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_without_releases_the_one_of_rasas_model_is_used(site: Site) -> None:
    assert site.live.current().name == ""
    assert site.first("社保卡丢了") == "faq_card"


def test_the_next_one_is_loaded_beside_and_takes_over_with_the_pointer(site: Site) -> None:
    site.understanding("u1", CARD, MONEY, BABY)
    site.release("r1", "u1")
    site.point("next", "r1")
    site.live.current()
    until(lambda: site.live.ready == "u1")
    assert site.live.current().name == ""  # still
    assert site.first("生育津贴怎么领") != "faq_baby"
    site.point("active", "r1")
    assert site.live.current().name == "u1"  # from the very next sentence on
    assert site.first("生育津贴怎么领") == "faq_baby"


def test_a_release_with_the_same_understanding_changes_nothing(site: Site) -> None:
    site.understanding("u1", CARD, MONEY, BABY)
    site.release("r1", "u1")
    site.release("r2", "u1")
    site.point("active", "r1")
    site.live.load_now()
    held = site.live.current().trained
    site.point("active", "r2")
    assert site.live.current().trained is held


@pytest.mark.parametrize("file", ["ridge.npz", "seen.npz", "intents.json", "features.txt", "grams.txt"])
def test_a_broken_file_leaves_the_one_in_use(site: Site, file: str) -> None:
    folder = site.understanding("u1", CARD, MONEY, BABY)
    spoilt = folder / file
    spoilt.write_bytes(spoilt.read_bytes()[: len(spoilt.read_bytes()) // 2])
    site.release("r1", "u1")
    site.point("next", "r1")
    site.live.current()
    time.sleep(0.3)
    assert site.live.current().name == ""
    assert site.live.ready == ""
    assert site.first("社保卡丢了") == "faq_card"


def test_what_was_repaired_is_taken_at_the_next_publication(site: Site) -> None:
    site.release("r1", "u1")
    site.point("next", "r1")
    site.live.current()
    time.sleep(0.2)
    assert site.live.ready == ""
    (site.releases / "next").unlink()
    site.live.current()
    site.understanding("u1", CARD, MONEY, BABY)
    site.point("next", "r1")
    site.live.current()
    until(lambda: site.live.ready == "u1")


def test_an_active_release_that_is_deleted_by_hand_is_still_understood(site: Site) -> None:
    site.understanding("u1", CARD, MONEY, BABY)
    site.release("r1", "u1")
    site.point("active", "r1")
    site.live.load_now()
    (site.releases / "r1" / "understanding").unlink()
    assert site.first("生育津贴怎么领") == "faq_baby"


def test_at_the_start_the_active_release_is_understood_from_the_first_sentence(site: Site) -> None:
    site.understanding("u1", CARD, BABY)
    site.release("r1", "u1")
    site.point("active", "r1")
    site.live.load_now()
    assert site.live.current().name == "u1"


def test_understandings_grown_from_one_base_share_what_they_have_of_it(tmp_path: Path) -> None:
    """A release costs neither the time nor the room of the million names that are in all of them."""
    base = trained(CARD, MONEY)
    more = [tokens("失业金和社保卡一起丢了")]
    grown = replace(base, space=base.space.grown(more), repair=base.repair.grown(more))
    shelf = Shelf()
    read = []
    for number, each in enumerate((base, grown)):
        folder = tmp_path / str(number)
        folder.mkdir()
        each.space.save(folder)
        each.repair.save(folder)
        read.append((FeatureSpace.load(folder, shelf), Repair.load(folder, shelf)))
    (space, repair), (more_space, more_repair) = read
    assert more_space.width == grown.space.width > space.width
    assert more_space._columns is space._columns
    assert more_space._pairs is space._pairs
    assert more_repair._runs is repair._runs
