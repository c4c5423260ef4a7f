"""Words are numbered along the tree, and every word can be walked to by its phones."""

from itertools import pairwise

from speech.graph.openfst import Arc
from speech.graph.phones import SINGLE, enter, pdfs, phone, phones, stay, word_boundaries
from speech.graph.units import UNITS
from speech.graph.word_tree import UNKNOWN, WordTree

LEXICON = {
    "医保": [("y", "i", "b", "ao")],
    "一": [("y", "i")],
    "以": [("y", "i")],
    "爱": [("ai",)],
    "还": [("h", "ai"), ("h", "uan")],
}


def arcs(tree: WordTree, state: int) -> list[Arc]:
    return tree._fst.arcs[state]


def words_said_by(tree: WordTree, way: tuple[str, ...]) -> set[int]:
    """Return the numbers of the words that come out when `way` is followed from the root, without pauses."""
    states = {0}  # more than one: [unk] begins with every unit too
    for each in phones(way):
        steps = (arc for state in states for arc in arcs(tree, state))
        states = {target for label, _, _, target in steps if label == enter(each)}
    ends = (arc for state in states for arc in arcs(tree, state))
    return {word for label, word, _, target in ends if (label, target) == (0, 0)}


def test_every_pronunciation_leads_to_its_words() -> None:
    tree = WordTree({word: ways for word, ways in LEXICON.items()})
    for word, ways in LEXICON.items():
        for way in ways:
            assert tree.numbers[word] in words_said_by(tree, way)


def test_numbers_are_whole_and_unknown_is_last() -> None:
    numbers = WordTree(LEXICON).numbers
    assert sorted(numbers.values()) == list(range(1, len(LEXICON) + 2))
    assert numbers[UNKNOWN] == len(numbers)


def test_homophones_are_neighbours() -> None:
    numbers = WordTree(LEXICON).numbers
    assert abs(numbers["一"] - numbers["以"]) == 1


def test_file_is_the_same_each_time() -> None:
    assert WordTree(LEXICON).file() == WordTree(LEXICON).file()


def test_phones_say_where_in_the_word_a_unit_stands() -> None:
    boundaries = dict(line.split() for line in word_boundaries().splitlines())
    kinds = [boundaries[str(each)] for each in phones(("y", "i", "b", "ao"))]
    assert kinds == ["begin", "internal", "internal", "end"]
    assert boundaries[str(phone("ai", SINGLE))] == "singleton"
    assert boundaries["1"] == "nonword"
    assert len(boundaries) == len(pdfs()) == 2 + 4 * len(UNITS)


def test_a_units_four_phones_share_one_output() -> None:
    for at, unit in enumerate(UNITS):
        assert {pdfs()[phone(unit, place) - 1] for place in range(4)} == {at + 1}


def test_transition_ids_come_in_pairs() -> None:
    assert all(enter(one) == stay(one) + 1 for one in (1, 2, 3))
    assert all(stay(two) == enter(one) + 1 for one, two in pairwise((1, 2, 3)))
