"""`python -m benchmarks.recogniser FILE`: character error rate of the recogniser on the synthesiser's voice.

FILE has a sentence a line, none of which may have been in the model's language-model text. Says nothing about people:
the voice is eSpeak's, the one that our own small model was trained on.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median

from bot.conversations.voice_setup import find_ears
from bot.settings import Settings
from speech.audio import Audio, resample
from speech.corrections import Corrections
from speech.recogniser import RecogniserModel, transcribe
from speech.spoken import to_spoken
from speech.synthesiser import Synthesiser


def main() -> None:
    """Print the error rate at each rate, without and with the list of misheard words."""
    sentences = [
        line.strip() for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    settings = Settings()
    ears, path = find_ears(settings)
    assert path is not None, "no recogniser model"
    model = RecogniserModel.load(path)
    corrections = Corrections.load(settings.knowledge / "reference" / "corrections.yml")
    with tempfile.TemporaryDirectory() as cache:
        mouth = Synthesiser(workers=2, cache_dir=Path(cache))
        sounds = [mouth.speak(sentence) for sentence in sentences]
        mouth.close()
    print(f"{path.name} ({ears}), {len(sentences)} sentences")
    for rate in (16000, 8000):
        heard = [transcribe(model, _at(sound, rate)).text for sound in sounds]
        print(_line(f"{rate} Hz, as heard", sentences, heard))
        print(_line(f"{rate} Hz, corrected", sentences, [corrections.apply(text) for text in heard]))


def _at(sound: Audio, rate: int) -> Audio:
    return resample(sound, rate)


def _line(name: str, said: list[str], heard: list[str]) -> str:
    pairs = [(_plain(to_spoken(one)), _plain(other)) for one, other in zip(said, heard, strict=True)]
    errors = [_distance(one, other) for one, other in pairs]
    rates = [error / len(one) for error, (one, _) in zip(errors, pairs, strict=True)]
    whole = sum(errors) / sum(len(one) for one, _ in pairs)
    exact = sum(error == 0 for error in errors)
    return f"{name}: CER {whole:.1%}, median sentence {median(rates):.1%}, exact {exact} of {len(said)}"


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for at, character in enumerate(one, start=1):
        above, row[0] = row[0], at
        for column, its in enumerate(other, start=1):
            above, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, above + (character != its)),
            )
    return row[-1]


if __name__ == "__main__":
    main()
