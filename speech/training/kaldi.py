"""Kaldi's binary notation, and the transition model that stands before the network in `final.mdl`."""

import math
import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from speech.graph.phones import pdfs

HEADER = b"\0B"  # "what follows is binary"


def token(name: str) -> bytes:
    """Return a token such as `<Nnet3>`."""
    return name.encode("ascii") + b" "


def int32(value: int) -> bytes:
    """Return an int32 with its size before it."""
    return b"\4" + struct.pack("<i", value)


def float32(value: float) -> bytes:
    """Return a float with its size before it."""
    return b"\4" + struct.pack("<f", value)


def float64(value: float) -> bytes:
    """Return a double with its size before it."""
    return b"\x08" + struct.pack("<d", value)


def int_vector(values: Sequence[int]) -> bytes:
    """Return a std::vector<int32>: its elements carry no sizes."""
    return b"\4" + struct.pack(f"<i{len(values)}i", len(values), *values)


def vector(values: ArrayLike) -> bytes:
    """Return a Vector<float>."""
    data = np.asarray(values, "<f4")
    return token("FV") + int32(len(data)) + data.tobytes()


def matrix(values: ArrayLike) -> bytes:
    """Return a Matrix<float>, row by row."""
    data = np.ascontiguousarray(values, "<f4")
    return token("FM") + int32(data.shape[0]) + int32(data.shape[1]) + data.tobytes()


def transition_model() -> bytes:
    """Return the model of CTC: one state a phone, staying and leaving equally likely."""
    outputs = pdfs()
    phones = range(1, len(outputs) + 1)
    triples = b"".join(
        int32(phone) + int32(0) + int32(pdf) for phone, pdf in zip(phones, outputs, strict=True)
    )
    chances = vector([0.0, *[math.log(0.5)] * (2 * len(outputs))])  # transition ids count from 1
    return b"".join(
        [
            token("<TransitionModel>"),
            _topology(list(phones)),
            *(token("<Triples>"), int32(len(outputs)), triples, token("</Triples>")),
            *(token("<LogProbs>"), chances, token("</LogProbs>")),
            token("</TransitionModel>"),
        ]
    )


def _topology(phones: list[int]) -> bytes:
    emitting = (
        int32(0) + int32(2) + int32(0) + float32(0.5) + int32(1) + float32(0.5)
    )  # pdf-class; to 0, to 1
    final = int32(-1) + int32(0)  # no pdf, no transitions
    entry_of_phone = int_vector([-1] + [0] * len(phones))
    body = (
        int_vector(phones) + entry_of_phone + int32(1) + int32(2) + emitting + final
    )  # one entry, two states
    return token("<Topology>") + body + token("</Topology>")
