"""`python -m bot.nlu.bench CONFIG`: tries sentences on trained understandings; a line of JSON in, one out.

{"do": "understand", "folder": …, "texts": […], "reasons": n} · {"do": "near", "folder": …, "texts": […], "least": …, "most": n} ·
{"do": "pairs", "folder": …, "texts": […], "least": …}. The answer is {"found": …}, or {"wrong": …} when it can't be given.
"""

import json
import sys
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.business.gate import Limits
from bot.nlu.meaning import Encoder
from bot.nlu.shelf import Shelf
from bot.nlu.taking import limits_in, take
from bot.nlu.tokens import tokens
from bot.nlu.trained import Taught, Trained

_HELD = 2  # understandings in memory: the live one and another to compare with


class Workshop:
    """Does what it is asked; keeps the understandings used last."""

    def __init__(self, encoder: Encoder, limits: Limits) -> None:
        self._encoder = encoder
        self._limits = limits
        self._held: OrderedDict[str, tuple[Trained, Taught]] = OrderedDict()
        self._shelf = Shelf()

    def understand(self, folder: str, texts: Sequence[str], reasons: int) -> list[dict[str, Any]]:
        """Return what each sentence is taken for and, when asked, which training sentences spoke for the first guess."""
        trained, taught = self._read(folder)
        taken = take(trained, self._encoder, self._limits, texts)
        if reasons:
            for each in taken:
                each["reasons"] = self._reasons(trained, taught, each, reasons)
        return taken

    def near(self, folder: str, texts: Sequence[str], least: float, most: int) -> list[list[list[Any]]]:
        """Return for each sentence the training sentences most like it."""
        trained, taught = self._read(folder)
        return [
            [
                [taught.kept[place].text, taught.kept[place].intent, float(row[place])]
                for place in np.argsort(-row)[:most]
                if row[place] >= least
            ]
            for row in self._likeness(trained, [tokens(text) for text in texts])
        ]

    def pairs(self, folder: str, texts: Sequence[str], least: float) -> list[list[float]]:
        """Return which of the sentences are alike."""
        trained, _ = self._read(folder)
        meant = [trained.repair(tokens(text)) for text in texts]
        sentences = trained.model.view.of(trained.space.counts(meant), self._encoder(meant))
        alike = np.triu(sentences.likeness(sentences), k=1)
        first, second = np.nonzero(alike >= least)
        return [[int(one), int(two), float(alike[one, two])] for one, two in zip(first, second, strict=True)]

    def _reasons(self, trained: Trained, taught: Taught, taken: dict[str, Any], most: int) -> list[list[Any]]:
        first = trained.intents.index(taken["ranking"][0][0])
        row = self._likeness(trained, [tokens(taken["meant"])])[0] * trained.model.dual[:, first]
        return [
            [taught.kept[place].text, taught.kept[place].intent, float(row[place])]
            for place in np.argsort(-row)[:most]
        ]

    def _likeness(self, trained: Trained, sentences: list[list[str]]) -> np.ndarray:
        if not sentences:
            return np.empty((0, len(trained.model.labels)), dtype=np.float32)
        meant = [trained.repair(each) for each in sentences]
        return trained.model.likeness(trained.space.counts(meant), self._encoder(meant))

    def _read(self, folder: str) -> tuple[Trained, Taught]:
        if folder not in self._held:
            path = Path(folder)
            self._held[folder] = Trained.load(path, self._shelf), Taught.load(path)
            while len(self._held) > _HELD:
                self._held.popitem(last=False)
        self._held.move_to_end(folder)
        return self._held[folder]


def main() -> None:
    """Answer line after line until the input ends."""
    workshop = Workshop(Encoder(), limits_in(Path(sys.argv[1])))
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            found = {"found": getattr(workshop, asked.pop("do"))(**asked)}
        except Exception as error:  # told to who asked; the next question may fare better
            found = {"wrong": f"{type(error).__name__}: {error}"}
        print(json.dumps(found, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
