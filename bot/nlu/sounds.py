"""How a character sounds to a recogniser: syllables without tone, and with the sounds merged that people confuse."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("hu", "f"), ("h", "f"), ("r", "l"))
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"), ("ong", "un"), ("uang", "uan"))


def syllables(tokens: list[str]) -> list[str]:
    """Return one toneless syllable for each token; Latin words and numbers stay as they are."""
    return [_syllable(token) if _is_han(token) else token for token in tokens]


@lru_cache(maxsize=8192)  # every character in use; each is looked up thousands of times in a training
def _syllable(character: str) -> str:
    return str(lazy_pinyin(character, style=Style.NORMAL)[0])


@lru_cache(maxsize=2048)  # there are about 400 syllables
def blurred(syllable: str) -> str:
    """Return `syllable` with zh/z, ch/c, sh/s, n/l, r/l, h/f, ang/an, eng/en, ing/in, ong/un merged."""
    for sharp, blunt in _FINALS:
        if syllable.endswith(sharp):
            syllable = syllable[: -len(sharp)] + blunt
            break
    for sharp, blunt in _INITIALS:
        if syllable.startswith(sharp):
            return blunt + syllable[len(sharp) :]
    return syllable


def _is_han(token: str) -> bool:
    return len(token) == 1 and "\u3400" <= token <= "\u9fff"
