"""Chinese numerals: digits, whole numbers up to 10^16 and decimals, in both directions."""

import re

DIGITS = "零一二三四五六七八九"
_VALUES = {char: value for value, char in enumerate(DIGITS)} | {"〇": 0, "幺": 1, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = (("亿", 10**8), ("万", 10**4))
LIMIT = 10**16
_SECTION = re.compile(
    r"(?:([一二两三四五六七八九])千)?(零)?(?:([一二两三四五六七八九])百)?(零)?(?:([一二三四五六七八九])?十)?"
    r"(零)?([一二两三四五六七八九])?"
)


def spell(digits: str, one: str = "一") -> str:
    """Return ASCII digits one by one; in telephone numbers `one` is 幺."""
    return "".join(DIGITS[int(digit)] for digit in digits).replace("一", one)


def digits_of(spoken: str) -> str:
    """Return the ASCII digits of numerals spoken one by one (零〇幺一两…九)."""
    return "".join(str(_VALUES[char]) for char in spoken)


def cardinal(number: int, two: str = "二") -> str:
    """Return a whole number from 0 to LIMIT as it is read; `two` (两 where something is counted) leads it."""
    if number == 0:
        return "零"
    text = _join_sections(number)
    if text.startswith("一十"):
        text = text[1:]
    if text[0] == "二" and text[1:2] != "十":
        text = ("两" if text[1:2] in {"百", "千", "万", "亿"} else two if len(text) == 1 else "二") + text[1:]
    return text


def decimal(number: str, two: str = "二") -> str:
    """Return "12", "3.50" or "0.5" (ASCII, no sign) as it is read."""
    whole, _, fraction = number.partition(".")
    if not fraction:
        return cardinal(int(whole), two)
    return f"{cardinal(int(whole))}点{spell(fraction)}"


def value_of(spoken: str) -> int | None:
    """Return the value of a well-formed whole number (三百五十, 一万二, 两千零五), else None."""
    if not spoken:
        return None
    if set(spoken) <= {"零", "〇"}:
        return 0 if len(spoken) == 1 else None
    for unit, size in _LARGE:
        head, found, tail = spoken.rpartition(unit) if unit == "亿" else spoken.partition(unit)
        if found:
            return _joined(head, tail, size)
    return _section(spoken)


def decimal_of(spoken: str) -> str | None:
    """Return "三点五" as "3.5" and "三百" as "300", or None for what isn't a well-formed number."""
    whole, point, fraction = spoken.partition("点")
    value = value_of(whole)
    if value is None or (point and (not fraction or not set(fraction) <= set(DIGITS + "〇幺"))):
        return None
    return f"{value}.{digits_of(fraction)}" if point else str(value)


def _join_sections(number: int) -> str:
    for unit, size in _LARGE:
        head, tail = divmod(number, size)
        if head:
            gap = "零" if 0 < tail < size // 10 else ""
            return _join_sections(head) + unit + gap + (_join_sections(tail) if tail else "")
    return _thousands(number)


def _thousands(number: int) -> str:
    """Return a number from 1 to 9999 as it is read."""
    text, gap = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return text


def _joined(head: str, tail: str, size: int) -> int | None:
    """Return head × size + tail; a lone digit as tail is short for the next place (一万二 = 12000)."""
    high = value_of(head)
    if high is None or high == 0 or high >= size:
        return None
    if not tail:
        return high * size
    if len(tail) == 1:
        return high * size + _VALUES[tail] * size // 10 if tail in DIGITS[1:] else None
    low = value_of(tail.removeprefix("零"))
    if low is None or low >= size:
        return None
    return high * size + low


def _section(spoken: str) -> int | None:
    """Return the value of a number below 10000, with 三百五 short for 三百五十."""
    found = _SECTION.fullmatch(spoken)
    if not found or spoken[0] in "零〇" or spoken[-1] in "零〇":
        return None
    thousands, _, hundreds, _, tens, gap, ones = found.groups()
    total = sum(_VALUES[digit] * size for digit, size in ((thousands, 1000), (hundreds, 100)) if digit)
    if "十" in spoken:
        total += (_VALUES[tens] if tens else 1) * 10
    if ones:
        total += _VALUES[ones] * _place_of_ones(spoken)
    return total if not (gap and not ones) else None


def _place_of_ones(spoken: str) -> int:
    """Return what the last digit counts: right after 千 or 百 it is short for the next lower place."""
    return _SMALL.get(spoken[-2:-1], 10) // 10 if len(spoken) > 1 else 1
