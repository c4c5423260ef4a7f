"""Tells whether an OpenFst file is whole: libvosk takes a cut-off graph as an empty one and crashes later."""

import struct
from pathlib import Path
from typing import BinaryIO

from speech.errors import ModelError

_MAGIC = 2125659606  # kFstMagicNumber in OpenFst's fst.h
_COUNTS = struct.Struct("<iiQqqq")  # version, flags, properties, start, states, arcs
_STATE_BYTES, _ARC_BYTES = 20, 16  # of a "const" FST with standard arcs
_INT = struct.Struct("<i")


def check_fst(file: Path) -> None:
    """Raise ModelError("broken") unless `file` is an FST with all its states and arcs, as far as its type tells."""
    try:
        with file.open("rb") as opened:
            kind, size = _header(opened)
            if kind == "olabel_lookahead":  # a frame around a complete FST, after a number of its own
                opened.seek(_INT.size, 1)
                kind, size = _header(opened)
            whole = kind != "const" or file.stat().st_size >= opened.tell() + size
    except (struct.error, ValueError):
        whole = False
    if not whole:
        raise ModelError("broken", f"语音识别模型里的 {file.name} 已损坏：{file.parent}")


def _header(opened: BinaryIO) -> tuple[str, int]:
    """Return the type of the FST that begins here and how many bytes its states and arcs take."""
    if _INT.unpack(opened.read(_INT.size))[0] != _MAGIC:
        raise ValueError("no FST")
    kind = _string(opened)
    _string(opened)  # the arcs' type
    _, _, _, _, states, arcs = _COUNTS.unpack(opened.read(_COUNTS.size))
    return kind, states * _STATE_BYTES + arcs * _ARC_BYTES


def _string(opened: BinaryIO) -> str:
    length = _INT.unpack(opened.read(_INT.size))[0]
    if not 0 <= length < 100:
        raise ValueError("no FST")
    return opened.read(length).decode("ascii", errors="replace")
