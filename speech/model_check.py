"""Looks a Vosk model folder over before libvosk sees it: what it finds wrong may end the whole process."""

import re
from pathlib import Path

from speech.errors import ModelError
from speech.fst_check import check_fst

_MDL_MAGIC = b"\0B<TransitionModel> "  # Kaldi's binary marker and the first token
_BOUNDARY = re.compile(rb"(?:\d+ (?:nonword|begin|end|internal|singleton)\n)+")
_WORDS = re.compile(rb"(?:\S+ +\d+\n)+")
_RATE = re.compile(r"^\s*--sample-frequency=(\d+)", re.MULTILINE)
_NEEDED = ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/phones/word_boundary.int")
_SPLIT_GRAPH = ("graph/HCLr.fst", "graph/Gr.fst", "graph/disambig_tid.int")
_WHOLE_GRAPH = ("graph/HCLG.fst", "graph/words.txt")


def check_model(path: Path) -> None:
    """Raise ModelError (missing, incomplete, broken) unless `path` holds what a Vosk model needs."""
    if not path.is_dir():
        raise ModelError("missing", f"没有找到语音识别模型：{path}")
    graph = _WHOLE_GRAPH if (path / "graph/HCLG.fst").is_file() else _SPLIT_GRAPH
    for name in (*_NEEDED, *graph):
        if not (path / name).is_file():
            raise ModelError("incomplete", f"语音识别模型里缺少 {name}：{path}")
        if not (path / name).stat().st_size:
            raise ModelError("broken", f"语音识别模型里的 {name} 是空的：{path}")
    _starts_with(path / "am/final.mdl", _MDL_MAGIC)
    for name in graph:
        if name.endswith(".fst"):
            check_fst(path / name)
    _check_lines(path / "graph/phones/word_boundary.int", _BOUNDARY)
    words = path / "graph/words.txt"
    if words.is_file():  # a model may carry its words in Gr.fst instead
        _check_lines(words, _WORDS)


def model_rate(path: Path) -> int:
    """Return the rate in Hz of the sound that the model in folder `path` was trained on."""
    found = _RATE.search((path / "conf/mfcc.conf").read_text(encoding="utf-8", errors="replace"))
    return int(found.group(1)) if found else 16000  # Kaldi's own default, and all of Vosk's models


def _starts_with(file: Path, magic: bytes) -> None:
    with file.open("rb") as opened:
        if opened.read(len(magic)) != magic:
            raise ModelError("broken", f"语音识别模型里的 {file.name} 已损坏：{file.parent}")


def _check_lines(file: Path, lines: re.Pattern[bytes]) -> None:
    """Refuse a cut-off list: libvosk aborts on a bad word_boundary.int and gives blanks on a bad words.txt."""
    if not lines.fullmatch(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\t", b" ")):
        raise ModelError("broken", f"语音识别模型里的 {file.name} 已损坏：{file.parent}")
