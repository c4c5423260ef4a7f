"""Lays a language model of our own sentences over a grammar that is there already ("fill-up", Bisazza et al. 2011).

Nothing of the old grammar is lost: what our sentences don't know is left to the old one's history, or to its single
words. Those are the one place where both meet: there, their probabilities are mixed.
"""

import math
from collections.abc import Mapping

import numpy as np

from speech.graph.grammar_file import Grammar
from speech.graph.language_model import BEGIN, END, History, LanguageModel
from speech.graph.openfst import ARCS, NO_FINAL, Arc, Numbers, acceptor_file

OWN_SHARE = 0.5  # of our sentences' words among single words


def overlaid(old: Grammar, model: LanguageModel, numbers: Mapping[str, int]) -> bytes:
    """Return the `Gr.fst` of `old` with `model` over it; `numbers` are the words' labels. Raises ValueError."""
    return _Overlay(old, model, numbers).file()


class _Overlay:
    def __init__(self, old: Grammar, model: LanguageModel, numbers: Mapping[str, int]) -> None:
        self._old, self._model, self._numbers = old, model, numbers
        self._unigrams = _unigram_state(old)
        first = len(old.counts)
        self._state = {history: first + at for at, history in enumerate(model.histories()[1:])}
        single = old.arcs[old.span(self._unigrams)]
        self._after = dict(zip(single["input"].tolist(), single["next"].tolist(), strict=True))

    def file(self) -> bytes:
        """Return the whole grammar's bytes."""
        old, span = self._old, self._old.span(self._unigrams)
        single = self._mixed(old.arcs[span])
        own = [self._arcs(history) for history in self._state]
        arcs = [arc for each in own for arc in each]
        counts = np.concatenate([old.counts, [len(each) for each in own]]).astype(np.int64)
        counts[self._unigrams] = len(single)
        finals = np.concatenate([old.finals, [self._final(history) for history in self._state]])
        all_arcs = [old.arcs[: span.start], single, old.arcs[span.stop :], np.array(arcs, dtype=ARCS)]
        start = self._state.get((BEGIN,), old.start)
        return acceptor_file(start, finals.astype("<f4"), counts, np.concatenate(all_arcs))

    def _mixed(self, single: Numbers) -> Numbers:
        """Return the arcs of single words: ours lead into our histories, with both probabilities mixed."""
        shared = {int(arc["input"]): arc.copy() for arc in single}
        for arc in shared.values():
            arc["cost"] -= math.log(1 - OWN_SHARE)
        for word, probability in self._model.single.items():
            if word in (BEGIN, END) or probability == 0:
                continue
            label = self._numbers[word]
            known = math.exp(-shared[label]["cost"]) if label in shared else 0.0
            cost = -math.log(known + OWN_SHARE * probability)
            target = self._state.get((word,), self._after.get(label, self._unigrams))
            shared[label] = np.array((label, label, cost, target), dtype=ARCS)
        return np.array([shared[label] for label in sorted(shared)], dtype=ARCS)

    def _arcs(self, history: History) -> list[Arc]:
        arcs: list[Arc] = [(0, 0, -self._model.back_off[history], self._shorter(history))]
        for word, probability in self._model.following(history).items():
            if word not in (BEGIN, END):
                label = self._numbers[word]
                target = self._target(self._model.next_history(history, word), word)
                arcs.append((label, label, -math.log(probability), target))
        return sorted(arcs)

    def _final(self, history: History) -> float:
        ending = self._model.following(history).get(END)
        return NO_FINAL if ending is None else -math.log(ending)

    def _shorter(self, history: History) -> int:
        """Return where to back off to: our own shorter history, or the old grammar's state after the same word."""
        shorter = self._model.shorter(history)
        return self._state[shorter] if shorter else self._target((), history[-1])

    def _target(self, history: History, word: str) -> int:
        if history:
            return self._state[history]
        if word == BEGIN:
            return self._old.start
        return int(self._after.get(self._numbers[word], self._unigrams))


def _unigram_state(old: Grammar) -> int:
    """Return the state of the empty history: the one that has nothing to back off to."""
    state = old.start
    for _ in range(len(old.counts)):
        arcs = old.arcs[old.span(state)]
        back_off = arcs[arcs["input"] == 0]
        if not len(back_off):
            return state
        state = int(back_off["next"][0])
    raise ValueError("没有单个词的状态")
