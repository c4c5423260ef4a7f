"""Builds a model's decoding graph from sentences; quick enough to follow every change of the knowledge base."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from speech.graph.digits import dictated_numbers
from speech.graph.grammar import grammar_file
from speech.graph.language_model import LanguageModel
from speech.graph.lexicon import Segmenter, pronunciations
from speech.graph.phones import write_word_boundaries
from speech.graph.word_tree import WordTree

_COMMON_WORDS = 8000  # of the language at large
_ALONE = 50  # frequency of each character of our words by itself, among those
_NUMBERS = 400  # dictated numbers in the text: enough for a digit to follow any digit
_NO_DISAMBIGUATION = 1_000_000  # a transition id that no graph has; libvosk wants the file to exist


@dataclass(frozen=True)
class GraphReport:
    """What a graph was built of."""

    sentences: int
    words: int
    histories: int


def build_graph(
    model_dir: Path, sentences: Iterable[str], out_dir: Path, new_words: Iterable[str] = ()
) -> GraphReport:
    """Write a model into `out_dir`: the acoustic part of `model_dir` with a graph made of `sentences`.

    `new_words` are kept whole even where a dictionary would cut them. `out_dir` is replaced in one step.
    """
    out_dir.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".graph-", dir=out_dir.parent))
    for part in ("am", "conf"):
        shutil.copytree(model_dir / part, draft / part)
    report = write_graph(draft / "graph", sentences, new_words)
    draft.chmod(0o755)
    if out_dir.exists():
        old = draft.with_name(draft.name + "-old")
        os.replace(out_dir, old)
        os.replace(draft, out_dir)
        shutil.rmtree(old)
    else:
        os.replace(draft, out_dir)
    return report


def write_graph(folder: Path, sentences: Iterable[str], new_words: Iterable[str] = ()) -> GraphReport:
    """Write a graph's files into `folder`."""
    segmenter = Segmenter(new_words)
    cut = [words for words in map(segmenter.words, [*sentences, *dictated_numbers(_NUMBERS)]) if words]
    background: dict[str, float] = dict(segmenter.common_words(_COMMON_WORDS))
    for character in {character for words in cut for word in words for character in word}:
        background.setdefault(character, _ALONE)
    lexicon = {word: ways for word in _vocabulary(cut, background) if (ways := pronunciations(word))}
    cut = [words for words in cut if all(word in lexicon for word in words)]
    model = LanguageModel(cut, {word: n for word, n in background.items() if word in lexicon})
    tree = WordTree(lexicon)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "HCLr.fst").write_bytes(tree.file())
    (folder / "Gr.fst").write_bytes(grammar_file(model, tree.numbers))
    _write_words(folder / "words.txt", tree.numbers)
    (folder / "disambig_tid.int").write_text(f"{_NO_DISAMBIGUATION}\n", encoding="ascii")
    write_word_boundaries(folder / "phones" / "word_boundary.int")
    return GraphReport(len(cut), len(lexicon), len(model.after))


def _vocabulary(cut: list[list[str]], background: dict[str, float]) -> list[str]:
    return sorted({word for words in cut for word in words} | set(background))


def _write_words(file: Path, numbers: dict[str, int]) -> None:
    lines = [
        "<eps> 0",
        *(f"{word} {number}" for word, number in sorted(numbers.items(), key=lambda each: each[1])),
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
