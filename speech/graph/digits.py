"""Numbers as callers dictate them, digit by digit: the language model's digit loop and training text."""

import random

ARABIC = "0123456789"
_SPOKEN = dict(zip(ARABIC, "零幺二三四五六七八九", strict=True))
_MOBILE_SECOND = "3456789"  # mainland mobile numbers: 1, then 3 to 9, eleven digits in all
_ORDER_DIGITS = 12  # the first six are a day, yymmdd
_PLAIN_ONE = 0.15  # share of callers who say 一, not 幺


def spoken(digits: str, one: str = "幺") -> str:
    """Return Arabic `digits` as they are said one by one: `110` → 幺幺零. `one` says which word stands for 1."""
    return "".join(one if digit == "1" else _SPOKEN[digit] for digit in digits)


def arabic(text: str) -> str:
    """Return `text` with every spoken digit written in Arabic: 幺幺零 → `110`."""
    said = {word: digit for digit, word in _SPOKEN.items()} | {"一": "1"}
    return "".join(said.get(character, character) for character in text)


def dictated_numbers(count: int, seed: int = 0) -> list[str]:
    """Return `count` spoken numbers: mobile numbers and twelve-digit order numbers by turns, the same for a `seed`."""
    chance = random.Random(seed)
    return [
        spoken(
            _mobile(chance) if at % 2 == 0 else _order(chance), "一" if chance.random() < _PLAIN_ONE else "幺"
        )
        for at in range(count)
    ]


def _mobile(chance: random.Random) -> str:
    return "1" + chance.choice(_MOBILE_SECOND) + _random_digits(chance, 9)


def _order(chance: random.Random) -> str:
    day = f"{chance.randint(25, 32)}{chance.randint(1, 12):02}{chance.randint(1, 31):02}"
    return day + _random_digits(chance, _ORDER_DIGITS - len(day))


def _random_digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice(ARABIC) for _ in range(count))
