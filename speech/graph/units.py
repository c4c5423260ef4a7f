"""Mandarin syllables to acoustic units: an initial (y and w counted) and a final without its tone."""

from functools import lru_cache

from pypinyin.contrib.tone_convert import to_finals, to_initials

INITIALS = tuple(
    [
        "b",
        "p",
        "m",
        "f",
        "d",
        "t",
        "n",
        "l",
        "g",
        "k",
        "h",
        "j",
        "q",
        "x",
        "zh",
        "ch",
        "sh",
        "r",
        "z",
        "c",
        "s",
        "y",
        "w",
    ]
)
FINALS = tuple(
    [
        "a",
        "o",
        "e",
        "er",
        "ai",
        "ei",
        "ao",
        "ou",
        "an",
        "en",
        "ang",
        "eng",
        "ong",
        "i",
        "ii",
        "iii",
        "ia",
        "ie",
        "iao",
        "iou",
        "ian",
        "in",
        "iang",
        "ing",
        "iong",
        "u",
        "ua",
        "uo",
        "uai",
        "uei",
        "uan",
        "uen",
        "uang",
        "ueng",
        "v",
        "ve",
        "van",
        "vn",
    ]
)
UNITS = (*INITIALS, *FINALS)

_APICAL = {"z": "ii", "c": "ii", "s": "ii", "zh": "iii", "ch": "iii", "sh": "iii", "r": "iii"}
_GRUNTS = ("m", "n", "ng", "hm", "hng")  # 呣 嗯 哼: no vowel; the nearest syllable stands for them


@lru_cache(maxsize=2048)
def split(syllable: str) -> tuple[str, ...]:
    """Return the units of one pinyin syllable: `shi4` → `("sh", "iii")`, `er2` → `("er",)`.

    Tones are dropped: with them the units of synthetic speech were told apart much worse. `v` is ü. The vowel
    written i sounds different after z c s (ii) and after zh ch sh r (iii), hence units of their own.
    Raises ValueError for what is no Mandarin syllable.
    """
    bare = syllable.rstrip("12345")
    if bare in _GRUNTS:
        return ("en",)
    initial = to_initials(bare, strict=False)
    final = to_finals(bare, strict=True, v_to_u=False).replace("ê", "e")
    if initial == "y" and final == "io":  # 哟
        final = "o"
    if final == "i":
        final = _APICAL.get(initial, final)
    if final not in FINALS or (initial and initial not in INITIALS):
        raise ValueError(f"not a Mandarin syllable: {syllable!r}")
    return (initial, final) if initial else (final,)
