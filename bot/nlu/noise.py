"""What a recogniser does to a sentence, for evaluation: near homophones, characters dropped, characters put in."""

import random
from collections import defaultdict
from functools import cache

from bot.nlu.sounds import blurred, syllables

_HOMOPHONE, _DROPPED = 0.7, 0.15  # of the disturbed characters; the rest gets another character behind it
_PUT_IN = "的了啊是在有就呃那个"


def disturb(sentence: str, share: float, seed: int) -> str:
    """Return `sentence` with `share` (0 to 1) of its characters misheard; the same for the same `seed`."""
    chance = random.Random(f"{seed}:{sentence}")
    return "".join(_misheard(each, chance) if chance.random() < share else each for each in sentence)


def _misheard(character: str, chance: random.Random) -> str:
    what = chance.random()
    if what < _HOMOPHONE:
        alike = [each for each in _by_sound().get(_sound(character), ()) if each != character]
        return chance.choice(alike) if alike else character
    return "" if what < _HOMOPHONE + _DROPPED else character + chance.choice(_PUT_IN)


@cache
def _by_sound() -> dict[str, list[str]]:
    """Return the 3,755 characters of GB 2312's first level, the ones in daily use, by how they sound."""
    found = defaultdict(list)
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFA if row == 0xD7 else 0xFF):
            character = bytes([row, cell]).decode("gb2312")
            found[_sound(character)].append(character)
    return dict(found)


def _sound(character: str) -> str:
    return blurred(syllables([character])[0])
