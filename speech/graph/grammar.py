"""The half of the decoding graph that knows which words follow each other: `Gr.fst`."""

import math
from collections.abc import Mapping

from speech.graph.language_model import BEGIN, END, LanguageModel
from speech.graph.openfst import NO_FINAL, Transducer, const_file


def grammar_file(model: LanguageModel, numbers: Mapping[str, int]) -> bytes:
    """Return `model` as an acceptor over word numbers, with epsilon arcs to the shorter history."""
    histories = model.histories()
    state = {history: at for at, history in enumerate(histories)}
    fst = Transducer()
    for history in histories:
        words = model.following(history)
        here = fst.state(-math.log(words[END]) if END in words else NO_FINAL)
        for word, probability in words.items():
            if word not in (BEGIN, END):
                target = state[model.next_history(history, word)]
                fst.arc(here, numbers[word], numbers[word], -math.log(probability), target)
        if history:
            fst.arc(here, 0, 0, -model.back_off[history], state[model.shorter(history)])
        fst.arcs[here].sort()
    return const_file(fst, state[model.next_history((), BEGIN)])
