"""Builds a model's decoding graph from sentences; quick enough to follow every change of the knowledge base."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from speech.errors import ModelError
from speech.graph.digits import dictated_numbers
from speech.graph.grammar import grammar_file
from speech.graph.language_model import LanguageModel
from speech.graph.lexicon import Segmenter, pronunciations
from speech.graph.phones import word_boundaries
from speech.graph.word_tree import WordTree

_COMMON_WORDS = 8000  # of the language at large
_ALONE = 50  # frequency of each character of our words by itself, among those
_NUMBERS = 400  # dictated numbers in the text: enough for a digit to follow any digit
_BOUNDARIES = Path("graph", "phones", "word_boundary.int")
_NO_DISAMBIGUATION = 1_000_000  # a transition id that no graph has; libvosk wants the file to exist


@dataclass(frozen=True)
class GraphReport:
    """What a graph was built of; no word of it has one of the characters `unheard`, which the sentences have."""

    sentences: int
    words: int
    histories: int
    unheard: str = ""


def build_graph(
    model_dir: Path, sentences: Iterable[str], out_dir: Path, new_words: Iterable[str] = ()
) -> GraphReport:
    """Write a model into `out_dir`: all of `model_dir` except its graph, and a graph made of `sentences`.

    `new_words` are kept whole even where a dictionary would cut them. `out_dir` (which may be `model_dir`) appears
    whole or not at all; what stood there before is moved aside first. Raises ModelError `not_found`, or
    `other_units` when the network of `model_dir` wasn't trained on this package's units.
    """
    if not (model_dir / "am" / "final.mdl").is_file():
        raise ModelError("not_found", f"没有找到语音识别模型：{model_dir}")
    if not has_our_units(model_dir):
        raise ModelError(
            "other_units", f"这个语音识别模型用的是另一套发音单元，不能重建它的词图：{model_dir}"
        )
    with replaced_model(model_dir, out_dir, leave_out="graph") as draft:
        return write_graph(draft / "graph", sentences, new_words)


def has_our_units(model_dir: Path) -> bool:
    """Return whether the network in `model_dir` was trained on this package's units; so are those without a graph."""
    phones = model_dir / _BOUNDARIES
    return not phones.is_file() or phones.read_text(encoding="ascii") == word_boundaries()


@contextmanager
def replaced_model(model_dir: Path, out_dir: Path, leave_out: str) -> Iterator[Path]:
    """Yield a copy of `model_dir` without the file or folder `leave_out`; it becomes `out_dir` when all went well."""
    out_dir.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".graph-", dir=out_dir.parent))
    try:
        shutil.copytree(model_dir, draft, ignore=_all_but(model_dir / leave_out), dirs_exist_ok=True)
        yield draft
        draft.chmod(0o755)  # mkdtemp makes folders that nobody else may read
        _replace(draft, out_dir)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def write_graph(folder: Path, sentences: Iterable[str], new_words: Iterable[str] = ()) -> GraphReport:
    """Write a graph's files into `folder`."""
    segmenter = Segmenter(new_words)
    cut = [words for words in map(segmenter.words, [*sentences, *dictated_numbers(_NUMBERS)]) if words]
    background: dict[str, float] = dict(segmenter.common_words(_COMMON_WORDS))
    for character in {character for words in cut for word in words for character in word}:
        background.setdefault(character, _ALONE)
    lexicon = {word: ways for word in _vocabulary(cut, background) if (ways := pronunciations(word))}
    cut = [words for words in cut if all(word in lexicon for word in words)]
    model = LanguageModel(cut, {word: n for word, n in background.items() if word in lexicon}, prune=True)
    tree = WordTree(lexicon)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "HCLr.fst").write_bytes(tree.file())
    (folder / "Gr.fst").write_bytes(grammar_file(model, tree.numbers))
    _write_words(folder / "words.txt", tree.numbers)
    (folder / "disambig_tid.int").write_text(f"{_NO_DISAMBIGUATION}\n", encoding="ascii")
    (folder / "phones").mkdir(exist_ok=True)
    (folder / "phones" / "word_boundary.int").write_text(word_boundaries(), encoding="ascii")
    return GraphReport(len(cut), len(lexicon), len(model.after))


def _all_but(path: Path) -> Callable[[str, list[str]], list[str]]:
    """Return a filter for copytree that leaves `path` out."""
    return lambda folder, names: [name for name in names if Path(folder, name) == path]


def _replace(draft: Path, out_dir: Path) -> None:
    if out_dir.exists():
        old = draft.with_name(f"{draft.name}-old")
        os.replace(out_dir, old)
        os.replace(draft, out_dir)
        shutil.rmtree(old)
    else:
        os.replace(draft, out_dir)


def _vocabulary(cut: list[list[str]], background: dict[str, float]) -> list[str]:
    return sorted({word for words in cut for word in words} | set(background))


def _write_words(file: Path, numbers: dict[str, int]) -> None:
    lines = [
        "<eps> 0",
        *(f"{word} {number}" for word, number in sorted(numbers.items(), key=lambda each: each[1])),
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
