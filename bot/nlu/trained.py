"""A trained understanding: everything between a sentence's tokens and a ranking of intents, as one folder of files."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.nlu.concepts import Lexicon
from bot.nlu.features import FeatureSpace
from bot.nlu.judgement import Judgement
from bot.nlu.repair import Repair
from bot.nlu.ridge import RidgeModel, fit
from bot.nlu.shelf import Shelf
from bot.nlu.tokens import tokens

Encode = Callable[[list[list[str]]], np.ndarray]
RANKED = 10  # intents that a ranking names
_MANY = 64  # sentences at once: their likeness to all kept ones stays small


@dataclass(frozen=True)
class Example:
    """A sentence and the intent that it belongs to."""

    text: str
    intent: str


@dataclass(frozen=True)
class Trained:
    """The parts that sentences are judged with."""

    intents: tuple[str, ...]
    space: FeatureSpace
    repair: Repair
    model: RidgeModel

    @staticmethod
    def load(folder: Path, shelf: Shelf | None = None) -> "Trained":
        """Read what `save` wrote; what the shelf has is shared. Raises OSError, ValueError, KeyError."""
        shelf = shelf or Shelf()
        found = Trained(
            intents=tuple(json.loads((folder / "intents.json").read_text(encoding="utf-8"))),
            space=FeatureSpace.load(folder, shelf),
            repair=Repair.load(folder, shelf),
            model=RidgeModel.load(folder),
        )
        found._check()
        return found

    def _check(self) -> None:
        """Raise ValueError when the files don't belong together, or one of them is cut off."""
        model, kept, intents = self.model, len(self.model.labels), len(self.intents)
        shapes = (model.seen.shape, model.points.shape[0], model.dual.shape)
        if shapes != ((self.space.width, kept), kept, (kept, intents)):
            raise ValueError("the files of the understanding don't fit together")

    def save(self, folder: Path) -> None:
        """Write everything into `folder`."""
        self.space.save(folder)
        self.repair.save(folder)
        self.model.save(folder)
        _write(folder / "intents.json", self.intents)

    def judge(self, sentences: Sequence[list[str]], encode: Encode) -> list[Judgement]:
        """Return what is made of sentences, given as tokens."""
        found: list[Judgement] = []
        for start in range(0, len(sentences), _MANY):
            meant = [self.repair(each) for each in sentences[start : start + _MANY]]
            rows = self.model.probabilities(self.space.counts(meant), encode(meant))
            found += [
                Judgement("".join(each), self.space.on_subject(each), self.ranking(row))
                for each, row in zip(meant, rows, strict=True)
            ]
        return found

    def ranking(self, row: np.ndarray, most: int = RANKED) -> tuple[tuple[str, float], ...]:
        """Return the likeliest intents of a row of probabilities."""
        return tuple((self.intents[each], float(row[each])) for each in np.argsort(-row)[:most])


@dataclass(frozen=True)
class Taught:
    """The examples behind a model's rows, in their order, and those that it could do without; judging needs neither."""

    kept: tuple[Example, ...]
    others: tuple[Example, ...]

    @staticmethod
    def load(folder: Path) -> "Taught":
        """Read what `save` wrote. Raises OSError, ValueError, KeyError."""
        known = json.loads((folder / "sentences.json").read_text(encoding="utf-8"))
        return Taught(*(tuple(Example(*each) for each in known[name]) for name in ("kept", "others")))

    def save(self, folder: Path) -> None:
        """Write both into one file."""
        listed = {
            name: [[each.text, each.intent] for each in getattr(self, name)] for name in ("kept", "others")
        }
        _write(folder / "sentences.json", listed)


def learn(
    examples: Sequence[Example],
    lexicon: Lexicon,
    encode: Callable[[list[list[str]]], Callable[[], np.ndarray]],
) -> tuple[Trained, Taught, np.ndarray]:
    """Return the understanding, what taught it, and for each example the probabilities it would get had it been left out.

    `encode` begins to encode sentences and returns how to wait for the points.
    """
    intents = tuple(sorted({example.intent for example in examples}))
    numbers = {intent: number for number, intent in enumerate(intents)}
    labels = np.array([numbers[example.intent] for example in examples])
    sentences = [tokens(example.text) for example in examples]
    points = encode(sentences)
    space = FeatureSpace.learn(lexicon, sentences)
    repair = Repair.learn(sentences)
    model, left_out, kept = fit(space.counts(sentences), points(), labels)
    stays = set(kept.tolist())
    others = tuple(example for number, example in enumerate(examples) if number not in stays)
    taught = Taught(tuple(examples[number] for number in kept), others)
    return Trained(intents, space, repair, model), taught, left_out


def _write(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
