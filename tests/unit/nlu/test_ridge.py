"""The classifier's mathematics, without Rasa."""

import numpy as np
import pytest
import scipy.sparse

from bot.nlu.likeness import meant_alike
from bot.nlu.ridge import Calibration, RidgeModel, fit, slack

SENTENCES = [
    "失业金领几个月", "失业金能领多久", "领多久失业金", "失业金最长领多少个月",
    "工伤多久内申请", "工伤认定期限", "申请工伤有没有时间限制", "工伤几天内报",
    "医保断缴怎么办", "断缴医保有什么影响", "医保断了会怎样",
]  # fmt: skip
LABELS = np.array([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2])
COLUMNS = {character: column for column, character in enumerate(sorted(set("".join(SENTENCES))))}


def counts(*sentences: str) -> scipy.sparse.csr_matrix:
    rows = np.zeros((len(sentences), len(COLUMNS)))
    for row, sentence in enumerate(sentences):
        for character in sentence:
            if character in COLUMNS:
                rows[row, COLUMNS[character]] += 1
    return scipy.sparse.csr_matrix(rows)


def meanings(*sentences: str) -> np.ndarray:
    """Stands in for the encoder: the same place for every sentence, so that only words tell them apart."""
    return np.ones((len(sentences), 512), dtype=np.float32)


def likeness(whole: RidgeModel) -> np.ndarray:
    return (whole.seen.T @ whole.seen).toarray() + meant_alike(whole.points, whole.points)


@pytest.fixture(scope="module")
def model() -> RidgeModel:
    return fit(counts(*SENTENCES), meanings(*SENTENCES), LABELS)[0]


def test_unseen_wording_goes_to_its_intent(model: RidgeModel) -> None:
    asked = ("失业金多久", "报工伤的时间", "断了医保")
    found = model.probabilities(counts(*asked), meanings(*asked))
    assert found.argmax(axis=1).tolist() == [0, 1, 2]
    assert found.sum(axis=1) == pytest.approx(1)


def test_what_is_said_of_a_sentence_left_out_is_what_a_model_without_it_says() -> None:
    """The closed form against the long way: rarities are kept, since they are features and not labels."""
    everything = counts(*SENTENCES)
    whole, left_out, _ = fit(everything, meanings(*SENTENCES), LABELS)
    alike = likeness(whole)
    for out in range(len(SENTENCES)):
        rest = np.delete(np.arange(len(SENTENCES)), out)
        kernel = alike[np.ix_(rest, rest)] + np.diag(slack(LABELS)[rest])
        dual = np.linalg.solve(kernel, np.eye(3)[LABELS[rest]])
        scores = alike[[out]][:, rest] @ dual
        assert left_out[out] == pytest.approx(whole.calibration.probabilities(scores).ravel(), abs=1e-3)


def test_a_sentence_without_a_known_feature_is_no_error_and_not_sure(model: RidgeModel) -> None:
    (found,) = model.probabilities(counts("zzz"), meanings("zzz"))
    assert found.max() < 0.6
    assert found.sum() == pytest.approx(1)


def test_probabilities_keep_the_order_of_the_scores_first_and_add_up() -> None:
    found = Calibration(slope=10, offset=-1, steepness=8).probabilities(
        np.array([[0.1, 0.9, 0.3], [0.2, 0.2, 0.2]])
    )
    assert found.sum(axis=1) == pytest.approx(1)
    assert found[0].argmax() == 1
    assert found[0, 2] > found[0, 0]


def test_a_longer_lead_is_surer() -> None:
    calibration = Calibration(slope=10, offset=-1, steepness=8)
    near, far = calibration.probabilities(np.array([[0.5, 0.4, 0.0], [0.5, 0.1, 0.0]]))
    assert near[0] < far[0]


def test_of_too_many_sentences_the_telling_ones_are_kept() -> None:
    many = SENTENCES * 4
    labels = np.tile(LABELS, 4)
    model, left_out, _ = fit(counts(*many), meanings(*many), labels, most=20)
    assert model.dual.shape == (20, 3)
    assert left_out.shape == (len(many), 3)
    assert left_out.argmax(axis=1).tolist() == labels.tolist()


def test_what_means_the_same_is_alike_without_a_common_word() -> None:
    places = {"炒鱿鱼": 0, "解雇": 0, "骨折": 1, "摔断": 1}
    vectors = np.eye(512, dtype=np.float32)[list(places.values())]
    model, _, _ = fit(counts(*["医"] * 4), vectors, np.array([0, 0, 1, 1]))
    found = model.probabilities(counts("保", "保"), np.eye(512, dtype=np.float32)[[1, 0]])
    assert found.argmax(axis=1).tolist() == [1, 0]
