"""The classifier's mathematics, without Rasa."""

import numpy as np
import pytest
import scipy.sparse

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


@pytest.fixture(scope="module")
def model() -> RidgeModel:
    return fit(counts(*SENTENCES), LABELS)[0]


def test_unseen_wording_goes_to_its_intent(model: RidgeModel) -> None:
    found = model.probabilities(counts("失业金多久", "报工伤的时间", "断了医保"))
    assert found.argmax(axis=1).tolist() == [0, 1, 2]
    assert found.sum(axis=1) == pytest.approx(1)


def test_what_is_said_of_a_sentence_left_out_is_what_a_model_without_it_says() -> None:
    """The closed form against the long way: rarities are kept, since they are features and not labels."""
    everything = counts(*SENTENCES)
    whole, left_out = fit(everything, LABELS)
    likeness = (whole.seen.T @ whole.seen).toarray()
    for out in range(len(SENTENCES)):
        rest = np.delete(np.arange(len(SENTENCES)), out)
        kernel = likeness[np.ix_(rest, rest)] + np.diag(slack(LABELS)[rest])
        dual = np.linalg.solve(kernel, np.eye(3)[LABELS[rest]])
        scores = likeness[[out]][:, rest] @ dual
        assert left_out[out] == pytest.approx(whole.calibration.probabilities(scores).ravel(), abs=1e-3)


def test_a_sentence_without_a_known_feature_is_no_error_and_not_sure(model: RidgeModel) -> None:
    (found,) = model.probabilities(counts("zzz"))
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
