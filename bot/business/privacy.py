"""Personal numbers are shown masked unless somebody has a reason, and the reason is logged."""

import re
from collections.abc import Sequence

from bot.business import order_number

_DIGITS = str.maketrans("零〇幺一二两三四五六七八九０１２３４５６７８９", "00112234567890123456789")
_GAP = r"[\s\-－—·,，、]?"  # between the groups in which people write and say numbers


def _groups(*groups: str, end: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<!\d){_GAP.join(groups)}{end}(?!\d)")


_NUMBERS = (  # pattern, and how many of its first digits stay; of the last always four
    (_groups(r"1[3-9]\d", r"\d{4}", r"\d{4}"), 3),  # mobile
    (_groups(r"0\d{2,3}", r"[2-8]\d{2,3}", r"\d{4}"), 3),  # landline
    (
        re.compile(rf"^[2-8]\d{{2,3}}{_GAP}\d{{4}}$"),
        0,
    ),  # landline without its city: only when nothing else was said
    (_groups(r"\d{6}", r"\d{8}", r"\d{3}[\dXx]"), 3),  # identity card
    (_groups(r"\d{4}", r"\d{4}", r"\d{4}", r"\d{4}", end=rf"(?:{_GAP}\d{{1,3}})?"), 4),  # bank card
    (_groups(r"\d{11,}"), 3),  # one of these with a digit misheard, lost or doubled
)


def mask_phone(number: str) -> str:
    """Return a telephone number with only its first three and last four digits: 138****8000."""
    return number[:3] + "****" + number[-4:] if len(number) >= 9 else "****" + number[-2:]


def mask_text(text: str) -> str:
    """Return `text`, as long as before, with numbers of telephones, identity cards and bank cards masked.

    Their digits may be typed or spoken one by one (幺三八…). Numbers of work orders stay.
    """
    plain = text.translate(_DIGITS)
    for pattern, shown in _NUMBERS:
        plain = pattern.sub(lambda found, shown=shown: _hidden(found[0], shown), plain)  # type: ignore[misc]
    return "".join("*" if now == "*" else was for was, now in zip(text, plain, strict=True))


def mask_words(words: Sequence[str]) -> list[str]:
    """Return the words of one sentence with numbers masked that go across several of them."""
    masked, masked_words = mask_text("".join(words)), []
    for word in words:
        masked_words.append(masked[: len(word)])
        masked = masked[len(word) :]
    return masked_words


def _hidden(number: str, shown: int) -> str:
    if order_number.valid(number):
        return number
    places = [place for place, char in enumerate(number) if char.isalnum()][shown:-4]
    return "".join("*" if place in places else char for place, char in enumerate(number))
