"""Numbers of work orders: 12 digits that a caller can write down and that show when one was misheard.

yymmdd (the day in China), five random digits, and a check digit by the Luhn formula (ISO/IEC 7812-1, annex B).
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

LENGTH = 12
_CANDIDATE = re.compile(r"(?<!\d)\d(?:[\s\-]?\d){11}(?!\d)")
_SPOKEN = str.maketrans("零〇幺一二三四五六七八九", "001123456789")
_BLANKS = re.compile(r"[\s\-]")


def new(day: date, below: Callable[[int], int]) -> str:
    """Return a number for `day`; `below(n)` gives a random number from 0 to n-1."""
    body = f"{day:%y%m%d}{below(100_000):05d}"
    return body + _check_digit(body)


def valid(number: str) -> bool:
    """Return whether `number` has 12 digits and the right check digit."""
    return (
        len(number) == LENGTH
        and number.isascii()
        and number.isdigit()
        and _check_digit(number[:-1]) == number[-1]
    )


def find_in(text: str) -> str | None:
    """Return the 12-digit number in `text`, grouped or spoken in digits, or None. It need not be a valid one."""
    match = _CANDIDATE.search(unicodedata.normalize("NFKC", text).translate(_SPOKEN))
    return _BLANKS.sub("", match.group()) if match else None


def grouped(number: str) -> str:
    """Return the number in two groups, as it is read and written down."""
    return f"{number[:6]} {number[6:]}"


def _check_digit(body: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)
