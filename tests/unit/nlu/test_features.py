"""What the classifier sees of a sentence, and misheard characters put right before it looks."""

import gc
import weakref
from pathlib import Path

import pytest

from bot.nlu.concepts import Lexicon
from bot.nlu.features import FeatureSpace, ngrams, sound_ngrams
from bot.nlu.pairs import Pairs
from bot.nlu.repair import Repair, Runs
from bot.nlu.shelf import Shelf

LEXICON = Lexicon({"benefit": ["失业金", "失业的钱"], "person": ["人工"]}, ["benefit"])
SENTENCES = [
    list(each) for each in ("失业金能领几个月", "失业金怎么领", "医保怎么交", "医保断了怎么办", "转人工")
]


@pytest.fixture
def space() -> FeatureSpace:
    return FeatureSpace.learn(LEXICON, SENTENCES)


def test_runs_of_one_to_three() -> None:
    assert ngrams(list("失业金")) == ["失", "业", "金", "失 业", "业 金", "失 业 金"]
    assert ngrams([]) == []


def test_what_sounds_alike_has_the_same_blurred_sounds() -> None:
    def blunt(sentence: str) -> set[str]:
        return {name for name in sound_ngrams(list(sentence)) if name.startswith("~")}

    assert blunt("失业金") == blunt("思业京")
    assert blunt("失业金") != blunt("工伤金")


def test_pairs_keep_their_order_and_count_once() -> None:
    pairs = Pairs.learn([list("断三断"), list("断三断断")])
    assert len(pairs) == 3  # 断三, 三断, 断断
    assert len(pairs.find(list("断三断三断"))) == 3
    assert len(pairs.find(list("三断"))) == 1
    assert len(pairs.find(list("龘三龘断"))) == 1
    assert len(pairs.find([])) == len(Pairs.none().find(list("断三"))) == 0


def test_a_pair_that_one_sentence_has_is_none() -> None:
    assert len(Pairs.learn([list("断三"), list("三断")])) == 0


def test_a_sentence_is_a_row_and_unknown_sounds_have_a_column(space: FeatureSpace) -> None:
    counts = space.counts([list("失业金怎么领"), list("龘龘龘")])
    assert counts.shape[0] == 2
    assert counts[0].nnz > 20
    known = counts[0].nnz + 0
    assert counts[1].nnz < known / 3  # hardly anything is known of it but that it is strange
    assert counts[1].max() > 3


def test_stored_and_loaded_the_rows_are_the_same(space: FeatureSpace, tmp_path: Path) -> None:
    space.save(tmp_path)
    again = FeatureSpace.load(tmp_path, Shelf())
    assert (again.counts(SENTENCES) != space.counts(SENTENCES)).nnz == 0


def test_a_sentence_is_about_our_subject_when_it_names_it(space: FeatureSpace) -> None:
    assert space.on_subject(list("失业的钱呢"))
    assert not space.on_subject(list("水费怎么交"))


@pytest.fixture
def repair() -> Repair:
    return Repair.learn(SENTENCES * 5)


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("石业金能领几个月", "失业金能领几个月"),
        ("医保断了怎么半", "医保断了怎么办"),
        ("转仁工", "转人工"),
        ("失业金能领几个月", "失业金能领几个月"),
        ("水费多少", "水费多少"),
    ],
)
def test_misheard_characters_are_put_right_and_others_stay(repair: Repair, heard: str, meant: str) -> None:
    assert "".join(repair(list(heard))) == meant


def test_nothing_gives_nothing_and_other_scripts_stay(repair: Repair) -> None:
    assert repair([]) == []
    assert repair(["12345", "app", "失"])[:2] == ["12345", "app"]
    assert Repair(Runs({}))(list("失业金")) == list("失业金")


def test_a_space_that_nobody_needs_is_gone_without_the_collector() -> None:
    """An understanding is 200 MB: each release replaces one, and the collector may not come for an hour."""
    made = FeatureSpace.learn(LEXICON, SENTENCES)
    alive = weakref.ref(made)
    gc.disable()
    del made
    gc.enable()
    assert alive() is None


def test_repair_is_the_same_after_a_file(tmp_path: Path) -> None:
    learnt = Repair.learn(SENTENCES)
    learnt.save(tmp_path)
    again = Repair.load(tmp_path, Shelf())
    heard = [list("思业金能领几个月"), list("转人工"), list("医保怎么叫")]
    assert [again(each) for each in heard] == [learnt(each) for each in heard]


def test_what_a_repair_learns_later_counts_like_what_it_learnt_first() -> None:
    first, later = SENTENCES[:-3], SENTENCES[-3:]
    grown, whole = Repair.learn(first).grown(later), Repair.learn(SENTENCES)
    for heard in ("思业金能领几个月", "转人工", "医保怎么叫", "养劳金"):
        assert grown(list(heard)) == whole(list(heard))
