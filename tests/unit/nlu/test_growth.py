"""A model that learnt a few sentences more and forgot a few: the same as one trained on what is left."""

from pathlib import Path

import numpy as np
import pytest
import scipy.sparse

from bot.nlu.growth import Added, Factor, grow
from bot.nlu.likeness import Sentences, meant_alike
from bot.nlu.ridge import RidgeModel, fit, slack

FIRST = [
    "失业金领几个月",
    "失业金能领多久",
    "领多久失业金",
    "工伤多久内申请",
    "工伤认定期限",
    "申请工伤的时间",
]
LABELS = np.array([0, 0, 0, 1, 1, 1])
NEW = ["社保卡丢了", "补办社保卡", "失业金最长领多少个月"]
NEW_LABELS = np.array([2, 2, 0])
LETTERS = sorted(set("".join(FIRST)))
MORE = sorted(set("".join(NEW)) - set(LETTERS))


def counts(letters: list[str], *sentences: str) -> scipy.sparse.csr_matrix:
    rows = np.array(
        [[sentence.count(letter) for letter in letters] for sentence in sentences], dtype=np.float32
    )
    return scipy.sparse.csr_matrix(rows)


def meanings(count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(count, 512)).astype(np.float32)


@pytest.fixture(scope="module")
def base() -> RidgeModel:
    return fit(counts(LETTERS, *FIRST), meanings(len(FIRST), 1), LABELS)[0]


def added() -> Added:
    return Added(counts(LETTERS + MORE, *NEW), meanings(len(NEW), 2), NEW_LABELS)


def solved(model: RidgeModel, noise: np.ndarray) -> np.ndarray:
    """Return the weights by the long way, for the sentences that a model keeps."""
    alike = (model.seen.T @ model.seen).toarray() + meant_alike(model.points, model.points)
    return np.linalg.solve(alike + np.diag(noise), np.eye(3)[model.labels])


def test_what_is_added_weighs_as_if_everything_had_been_learnt_together(base: RidgeModel) -> None:
    grown, _ = grow(base, Factor.of(base), added(), np.array([], dtype=int), np.array([0, 1, -1]))
    noise = np.concatenate([slack(LABELS), slack(NEW_LABELS)])
    assert grown.labels.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 0]
    assert grown.dual == pytest.approx(solved(grown, noise), abs=1e-3)


def test_what_is_gone_leaves_no_trace(base: RidgeModel) -> None:
    gone = np.array([1, 3])
    grown, _ = grow(base, Factor.of(base), added(), gone, np.array([0, 1, -1]))
    noise = np.concatenate([np.delete(slack(LABELS), gone), slack(NEW_LABELS)])
    assert grown.labels.tolist() == [0, 0, 1, 1, 2, 2, 0]
    assert grown.dual == pytest.approx(solved(grown, noise), abs=1e-3)


def test_an_intent_that_is_gone_takes_its_column_along(base: RidgeModel) -> None:
    nothing = Added(
        scipy.sparse.csr_matrix((0, len(LETTERS)), dtype=np.float32),
        np.empty((0, 512), dtype=np.float32),
        np.array([], dtype=int),
    )
    grown, left_out = grow(base, Factor.of(base), nothing, np.array([0, 1, 2]), np.array([1, -1]))
    assert grown.dual.shape == (3, 2)
    assert grown.labels.tolist() == [0, 0, 0]
    assert left_out.shape == (0, 2)


def test_what_is_said_of_a_new_sentence_left_out_is_what_a_model_without_it_says(base: RidgeModel) -> None:
    factor = Factor.of(base)
    _, left_out = grow(base, factor, added(), np.array([], dtype=int), np.array([0, 1, -1]))
    for out in range(len(NEW)):
        rest = np.delete(np.arange(len(NEW)), out)
        whole = added()
        fewer = Added(whole.counts[rest], whole.meanings[rest], whole.labels[rest])
        # how rare the new features are is a matter of features, not of labels: it is kept
        model, _ = grow(base, factor, fewer, np.array([], dtype=int), np.array([0, 1, -1]))
        everything, _ = grow(base, factor, whole, np.array([], dtype=int), np.array([0, 1, -1]))
        alike = Sentences(everything.seen.T.tocsr(), everything.points)
        kept = np.delete(np.arange(len(FIRST) + len(NEW)), len(FIRST) + out)
        noise = np.concatenate([slack(LABELS), np.delete(slack(NEW_LABELS), out)])
        kernel = alike.take(kept).likeness(alike.take(kept)) + np.diag(noise)
        dual = np.linalg.solve(kernel, np.eye(3)[model.labels])
        scores = alike.take(np.array([len(FIRST) + out])).likeness(alike.take(kept)) @ dual
        assert left_out[out] == pytest.approx(base.calibration.probabilities(scores).ravel(), abs=2e-3)


def test_a_damaged_factor_is_refused(base: RidgeModel, tmp_path: Path) -> None:
    factor = Factor.of(base)
    Factor(factor.packed[:-3], factor.diagonal).save(tmp_path)
    with pytest.raises(ValueError, match="incomplete"):
        Factor.load(tmp_path)
