"""The one way in which a citizen's sentence is brought to a comparable form, for training and at run time."""

import re
import unicodedata

MAX_CHARACTERS = 500  # longer than anything a person says in one turn; the rest costs time and helps nobody

_CONTROL = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
)
_NOT_WORDS = re.compile(r"[^\u3400-\u9fff0-9a-z]+")
# Sounds that people put between words; they carry no meaning and come out of the recogniser as words.
_FILLERS = re.compile(
    r"^(?:嗯+|呃+|额+|啊+|哦+|喂+|那个|这个|就是说|就是|我想问一下|想问一下|请问一下|请问|问一下)+"
)


def clean(text: str) -> str:
    """Return `text` without control characters and outer blanks; what people wrote stays as they wrote it."""
    return _CONTROL.sub("", text.replace("\u3000", " ")).strip()


def normalise(text: str) -> str:
    """Return the letters, digits and characters of `text` only: NFKC, lower case, no blanks, no punctuation.

    Vosk puts blanks between words and knows no punctuation, so a typed and a spoken sentence become the same.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    return _NOT_WORDS.sub("", folded)


def without_fillers(normalised: str) -> str:
    """Return a normalised sentence without the fillers it begins with, unless nothing else would be left."""
    return _FILLERS.sub("", normalised) or normalised
