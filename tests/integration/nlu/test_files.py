"""What understanding reads from disk and writes to it."""

from pathlib import Path

import numpy as np
import pytest
import scipy.sparse

from bot.nlu.concepts import read_lexicon
from bot.nlu.ridge import RidgeModel, fit


def test_saved_and_loaded_the_classifier_says_the_same(tmp_path: Path) -> None:
    counts = scipy.sparse.csr_matrix(np.array([[1.0, 0, 2], [0, 1, 1], [3, 0, 0], [0, 2, 0]]))
    meanings = np.eye(512, dtype=np.float32)[:4]
    model, _, _ = fit(counts, meanings, np.array([0, 1, 0, 1]))
    model.save(tmp_path)
    again = RidgeModel.load(tmp_path).probabilities(counts, meanings)
    assert np.allclose(model.probabilities(counts, meanings), again, atol=1e-3)


def test_the_lexicon_of_the_product_is_consistent() -> None:
    assert "resident_medical" in read_lexicon(Path("data/reference/concepts.yml")).concepts


def test_a_wording_of_two_concepts_is_refused_and_named(tmp_path: Path) -> None:
    file = tmp_path / "concepts.yml"
    file.write_text("subjects: [a, c]\nconcepts:\n  a: [报销]\n  b: [报销, 报]\n", encoding="utf-8")
    with pytest.raises(ValueError, match="报销（a、b）；subjects 里的 c"):
        read_lexicon(file)
