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
    """The parts. `kept`: the examples behind the model's rows, in their order; `others`: those that it could do without."""

    intents: tuple[str, ...]
    space: FeatureSpace
    repair: Repair
    model: RidgeModel
    kept: tuple[Example, ...]
    others: tuple[Example, ...]

    @staticmethod
    def load(folder: Path) -> "Trained":
        """Read what `save` wrote. Raises OSError, ValueError, KeyError."""
        known = json.loads((folder / "sentences.json").read_text(encoding="utf-8"))
        found = Trained(
            intents=tuple(known["intents"]),
            space=FeatureSpace.load(folder),
            repair=Repair.load(folder / "grams.txt"),
            model=RidgeModel.load(folder),
            kept=tuple(Example(*each) for each in known["kept"]),
            others=tuple(Example(*each) for each in known["others"]),
        )
        found._check()
        return found

    def _check(self) -> None:
        """Raise ValueError when the files don't belong together, or one of them is cut off."""
        model, kept, intents = self.model, len(self.kept), len(self.intents)
        shapes = (model.seen.shape, model.points.shape[0], model.dual.shape, len(model.labels))
        if shapes != ((self.space.width, kept), kept, (kept, intents), kept):
            raise ValueError("the files of the understanding don't fit together")

    def save(self, folder: Path) -> None:
        """Write everything into `folder`."""
        self.space.save(folder)
        self.repair.save(folder / "grams.txt")
        self.model.save(folder)
        listed = {
            name: [[each.text, each.intent] for each in getattr(self, name)] for name in ("kept", "others")
        }
        _write(folder / "sentences.json", {"intents": self.intents, **listed})

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


def learn(
    examples: Sequence[Example],
    lexicon: Lexicon,
    encode: Callable[[list[list[str]]], Callable[[], np.ndarray]],
) -> tuple[Trained, np.ndarray]:
    """Return the understanding and, for each example, the probabilities that it would get had it been left out.

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
    return Trained(
        intents, space, repair, model, tuple(examples[number] for number in kept), others
    ), left_out


def _write(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
