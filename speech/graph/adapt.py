"""Makes a model that also hears the sentences and words of today's knowledge base, whichever model it is."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from speech.graph.build import GraphReport, build_graph, has_our_units
from speech.graph.foreign import rebuild_grammar


def adapt(
    model_dir: Path,
    own: Iterable[str],
    general: Iterable[str],
    out_dir: Path,
    new_words: Sequence[str] = (),
) -> GraphReport:
    """Write into `out_dir` what `model_dir` is, with a graph that knows the sentences `own`.

    Our own models get a whole new graph, of `general` sentences as well, with `new_words` kept whole. Others keep
    their words, and their old grammar below the new one: what they heard of the language at large is theirs.
    Raises ModelError when the model's graph can't be changed.
    """
    if has_our_units(model_dir):
        return build_graph(model_dir, [*own, *general], out_dir, new_words)
    return rebuild_grammar(model_dir, [*own, *new_words], out_dir)
