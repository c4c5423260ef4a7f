"""Plans what is said for training, in which voice: domain sentences, dictated numbers and random words."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from speech.graph.digits import dictated_numbers
from speech.graph.lexicon import Segmenter, syllables
from speech.graph.units import split
from speech.training.espeak import VARIANTS

_COPIES = 2  # of every domain sentence, each in another voice
_DEFAULT_VOICE = 0.35  # share of eSpeak's own voice: it is the one that the project's tests speak with
_SPEEDS = (125, 245)  # words a minute
_PITCHES = (25, 80)
_COMMON_WORDS = 20_000
_WORD_EXPONENT = 0.4  # flattens word frequencies, so that rare syllables come up too
_FRAMES = ("{}", "{}", "我的电话号码是{}", "手机号{}", "工单号是{}", "{}对的")
_PAUSE = ","  # behind a syllable: eSpeak makes a short pause


@dataclass(frozen=True)
class Utterance:
    """Pinyin syllables (TONE3, a comma behind one is a pause) and the voice that says them."""

    pinyin: tuple[str, ...]
    variant: str
    speed: int
    pitch: int

    @property
    def units(self) -> list[str]:
        """Return the acoustic units in the order they are said."""
        return [unit for syllable in self.pinyin for unit in split(syllable.rstrip(_PAUSE))]


def plan(sentences: Iterable[str], words: int, numbers: int, seed: int = 1) -> list[Utterance]:
    """Return utterances of all `sentences`, `words` random word strings and `numbers` dictated numbers."""
    chance, segmenter = random.Random(seed), Segmenter()
    texts = [text for text in sentences for _ in range(_COPIES)]
    said = [syllables(segmenter.words(text)) for text in texts]
    said += _random_strings(segmenter, words, chance)
    said += [
        _with_pauses(_framed(number, segmenter, chance), chance) for number in dictated_numbers(numbers, seed)
    ]
    return [_voiced(pinyin, chance) for pinyin in said if pinyin]


def _random_strings(segmenter: Segmenter, count: int, chance: random.Random) -> Iterator[list[str]]:
    common = segmenter.common_words(_COMMON_WORDS)
    weights = [n**_WORD_EXPONENT for n in common.values()]
    for _ in range(count):
        yield syllables(chance.choices(list(common), weights, k=chance.randint(2, 7)))


def _framed(number: str, segmenter: Segmenter, chance: random.Random) -> list[str]:
    return syllables(segmenter.words(chance.choice(_FRAMES).format(number)))


def _with_pauses(pinyin: list[str], chance: random.Random) -> list[str]:
    """Put a pause after every third or fourth syllable of half of them, as people group digits."""
    if chance.random() < 0.5:
        return pinyin
    group = chance.choice((3, 4))
    return [syllable + _PAUSE if at % group == group - 1 else syllable for at, syllable in enumerate(pinyin)]


def _voiced(pinyin: list[str], chance: random.Random) -> Utterance:
    speed = chance.randint(*_SPEEDS)
    if chance.random() < _DEFAULT_VOICE:
        return Utterance(tuple(pinyin), "", speed, 50)
    return Utterance(tuple(pinyin), chance.choice(VARIANTS), speed, chance.randint(*_PITCHES))
