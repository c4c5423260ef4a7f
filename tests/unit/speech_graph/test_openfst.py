"""The bytes are those that OpenFst's own reader expects."""

import struct

import numpy as np

from speech.graph.openfst import NO_FINAL, Transducer, const_file, lookahead_file, merged

HEADER = struct.Struct("<i i5s i8s iiQqqq")
EPSILON = 0


def small() -> Transducer:
    fst = Transducer()
    first, second = fst.state(), fst.state(0.5)
    fst.arc(first, 7, 2, 1.25, second)
    fst.arc(first, EPSILON, 1, 0.0, second)
    fst.arc(second, 3, EPSILON, 2.0, first)
    return fst


def test_header_names_type_and_sizes() -> None:
    magic, _, kind, _, arc, version, flags, _, start, states, arcs = HEADER.unpack_from(
        const_file(small(), 1)
    )
    assert (magic, kind, arc) == (2125659606, b"const", b"standard")
    assert (version, flags, start, states, arcs) == (2, 0, 1, 2, 3)


def test_states_and_arcs_follow_the_header() -> None:
    body = const_file(small(), 0)[HEADER.size :]
    assert len(body) == 2 * 20 + 3 * 16
    assert struct.unpack_from("<fIIII", body, 0) == (
        NO_FINAL,
        0,
        2,
        1,
        0,
    )  # one epsilon among its input labels
    assert struct.unpack_from("<fIIII", body, 20) == (0.5, 2, 1, 0, 1)
    assert struct.unpack_from("<iifi", body, 40) == (7, 2, 1.25, 1)


def test_lookahead_file_holds_the_graph_sorted_by_words() -> None:
    file = lookahead_file(small(), [[(1, 3)], [(2, 3)]], labels=2)
    name = struct.unpack_from("<i16s", file, 4)[1]
    inner = const_file(small(), 0, output_sorted=True)
    start = file.index(struct.pack("<i", 446681434)) + 4
    arcs = np.frombuffer(file, "<i4", 4 * 3, start + HEADER.size + 40).reshape(3, 4)
    assert name == b"olabel_lookahead"
    assert arcs[:2, 1].tolist() == [1, 2]
    assert file[start : start + HEADER.size] == inner[: HEADER.size]


def test_lookahead_file_ends_with_what_can_be_reached() -> None:
    file = lookahead_file(small(), [[(1, 2), (4, 6)], []], labels=5)
    first = struct.pack("<qiiiii", 2, 1, 2, 4, 6, 3)  # two intervals, three words in all
    second = struct.pack("<qi", 0, 0)
    assert file.endswith(struct.pack("<?????iq", True, False, True, False, False, 6, 2) + first + second)


def test_touching_intervals_are_merged() -> None:
    assert merged([(5, 6), (1, 2), (2, 4), (5, 8)]) == [(1, 4), (5, 8)]
    assert merged([]) == []
