"""Grammars written by OpenFst's own tools are read as those tools print them.

`tiny.ngram.fst` was made from four sentences with `fstsymbols` and `fstconvert --fst_type=ngram` of OpenFst 1.7.9,
words included, as Alpha Cephei make theirs; `tiny.vector.fst` holds the same in a type that isn't supported.
"""

from pathlib import Path

import pytest

from speech.errors import ModelError
from speech.graph.grammar_file import Grammar, read_grammar

HERE = Path(__file__).parent
# from fstprint: state, next state, word, cost
PRINTED = [
    (1, 0, "<eps>", 0.79850769),
    (1, 8, "医保", 0.881199419),
    (0, 7, "转移", 1.9459101),
    (3, 14, "转移", 0.646627188),
    (8, 2, "<eps>", 1.20397282),
    (9, 11, "报销", 1.21354222),
    (10, 14, "转移", 0.336472243),
    (12, 10, "怎么", 0.332480222),
    (14, 7, "<eps>", 1.20397282),
]
FINALS = {0: 1.25276291, 4: 0.559615791, 7: 0.241162062, 14: 0.0664450973}


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return read_grammar(HERE / "tiny.ngram.fst")


@pytest.mark.parametrize(("state", "target", "word", "cost"), PRINTED)
def test_arcs_are_those_that_openfst_prints(
    grammar: Grammar, state: int, target: int, word: str, cost: float
) -> None:
    arcs = grammar.arcs[grammar.span(state)]
    (arc,) = arcs[arcs["input"] == grammar.symbols[word]]
    assert (int(arc["next"]), float(arc["cost"])) == (target, pytest.approx(cost))
    assert arc["input"] == arc["output"]
    assert list(arcs["input"]) == sorted(arcs["input"])


def test_start_sizes_and_ends_too(grammar: Grammar) -> None:
    assert (grammar.start, len(grammar.counts), len(grammar.arcs)) == (1, 15, 32)
    assert {state: float(grammar.finals[state]) for state in FINALS} == pytest.approx(FINALS)
    assert grammar.finals[8] == float("inf")
    assert grammar.symbols["<eps>"] == 0


def test_another_type_is_refused_and_named() -> None:
    with pytest.raises(ModelError, match="vector") as caught:
        read_grammar(HERE / "tiny.vector.fst")
    assert caught.value.code == "unreadable_grammar"


@pytest.mark.parametrize("size", [0, 3, 40, 200, 600, 740])
def test_a_cut_file_is_refused(tmp_path: Path, size: int) -> None:
    cut = tmp_path / "Gr.fst"
    cut.write_bytes((HERE / "tiny.ngram.fst").read_bytes()[:size])
    with pytest.raises(ModelError) as caught:
        read_grammar(cut)
    assert caught.value.code == "unreadable_grammar"
