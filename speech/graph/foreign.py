"""Rebuilds the grammar of a model that isn't ours: its sounds and its words stay, only what is likely said changes."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from speech.errors import ModelError
from speech.graph.build import GraphReport, replaced_model
from speech.graph.grammar_file import Grammar, read_grammar
from speech.graph.language_model import LanguageModel
from speech.graph.overlay import overlaid

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_BACK_OFF = "#0"  # Kaldi's label for backing off in grammars that weren't made for look-ahead


def rebuild_grammar(model_dir: Path, sentences: Iterable[str], out_dir: Path) -> GraphReport:
    """Write a model into `out_dir`: all of `model_dir`, and a `Gr.fst` that also knows `sentences`.

    Words that the model doesn't have are cut into those that it has. `out_dir` appears whole or not at all.
    Raises ModelError: not_found, whole_graph, unreadable_grammar.
    """
    graph = model_dir / "graph"
    if not (graph / "Gr.fst").is_file():
        whole = (graph / "HCLG.fst").is_file()
        reason = "的词图是一整块，不能按知识库更新" if whole else "里没有 graph/Gr.fst"
        raise ModelError("whole_graph" if whole else "not_found", f"语音识别模型{reason}：{model_dir}")
    old = read_grammar(graph / "Gr.fst")
    numbers = old.symbols or _listed(graph / "words.txt")
    cutter = Cutter(word for word in numbers if _HAN.fullmatch(word))
    cut = [words for sentence in sentences for words in cutter.runs(sentence)]
    grammar = _grammar(old, cut, numbers, graph / "Gr.fst")
    with replaced_model(model_dir, out_dir, leave_out="graph/Gr.fst") as draft:
        (draft / "graph" / "Gr.fst").write_bytes(grammar)
        lines = (f"{word} {number}\n" for word, number in numbers.items())
        (draft / "graph" / "words.txt").write_text("".join(lines), encoding="utf-8")
    used = {word for words in cut for word in words}
    return GraphReport(len(cut), len(used), len(old.counts), "".join(sorted(cutter.unknown)))


class Cutter:
    """Cuts text into the longest of `words`; characters that are in none are gathered in `unknown`."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self.unknown: set[str] = set()
        self._longest = max(map(len, self._words), default=1)

    def runs(self, sentence: str) -> list[list[str]]:
        """Return the pieces of `sentence` as words; it breaks where a character is in none of them."""
        found: list[list[str]] = [[]]
        text = "".join(_HAN.findall(sentence))
        while text:
            size = next((n for n in range(self._longest, 0, -1) if text[:n] in self._words), 0)
            if size:
                found[-1].append(text[:size])
            else:
                self.unknown.add(text[0])
                found.append([])
            text = text[max(size, 1) :]
        return [words for words in found if words]


def _grammar(old: Grammar, cut: list[list[str]], numbers: dict[str, int], file: Path) -> bytes:
    if _BACK_OFF in numbers and (old.arcs["input"] == numbers[_BACK_OFF]).any():
        raise ModelError("unreadable_grammar", f"{file} 用 {_BACK_OFF} 回退，不能处理")
    alone = Counter(word for words in cut for word in words)
    try:
        return overlaid(old, LanguageModel(cut, alone, own_share=1.0, prune=True), numbers)
    except (ValueError, IndexError) as error:
        raise ModelError("unreadable_grammar", f"读不了 {file}：{error}") from error


def _listed(file: Path) -> dict[str, int]:
    pairs = (line.split() for line in file.read_text(encoding="utf-8").splitlines())
    return {word: int(number) for word, number in pairs}
