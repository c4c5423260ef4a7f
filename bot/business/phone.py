"""Telephone numbers as citizens say and type them."""

import re
import unicodedata

_SPOKEN = str.maketrans("零〇幺一二两三四五六七八九", "0011223456789")
_SEPARATORS = re.compile(r"[\s\-—–－()（）.。,，、]+")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86)?(1[3-9]\d{9})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}[2-8]\d{6,7})(?!\d)")
_LOCAL = re.compile(r"^[2-8]\d{6,7}$")


def find(text: str) -> str | None:
    """Return the Chinese mobile or landline number in `text` as digits only, or None.

    Digits may be spoken (幺三八…), full width, or grouped with blanks and hyphens. A local number of 7 or 8 digits
    counts only when it is all that was said.
    """
    digits = unicodedata.normalize("NFKC", text).translate(_SPOKEN)
    joined = _SEPARATORS.sub("", digits)
    for pattern in (_MOBILE, _LANDLINE):
        match = pattern.search(joined)
        if match:
            return match.group(1)
    return joined if _LOCAL.match(joined) else None
