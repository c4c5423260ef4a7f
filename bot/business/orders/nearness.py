"""How near two places are: by coordinates, and by the words that people use for them."""

import math
import re

from bot.business.orders.wording import Rarity, covered
from bot.business.text import normalise

EARTH_RADIUS = 6_371_000.0  # metres
_AROUND = re.compile(r"门口|附近|旁边|对面|里面|外面|边上|楼下|楼上|我们|我家")
_ANYWHERE = re.compile(
    r"(?:家里?|这[里边儿]|[小本]区|路[上边]|街[上边]|村[里子]?|学校|单位|公司|医院|不知道|不清楚|没有|的)*"
)
_CITY = re.compile(r"^[市县区]+")
_NUMBERS = re.compile(r"\d+")
# A place's own name stands first: 朝阳街 and 朝晖街 share most pieces and are two streets.
_OPENING = 2  # characters
_OTHER_OPENING = 0.4


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the distance of two points in metres (WGS 84, great circle)."""
    one, other = math.radians(lat), math.radians(other_lat)
    half = math.sin((other - one) / 2) ** 2
    half += math.cos(one) * math.cos(other) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(min(1.0, half)))


def named(place: str) -> str:
    """Return what names the place in `place`, without words that fit any place; empty when nothing does."""
    left = _CITY.sub("", normalise(_AROUND.sub("", place)))
    return "" if _ANYWHERE.fullmatch(left) or len(left) < _OPENING else left


def same_words(place: str, other: str, rarity: Rarity) -> float | None:
    """Return how much of the shorter name of a place the other holds, 0 to 1; None when one of them names nothing."""
    one, two = named(place), named(other)
    if not one or not two:
        return None
    first, second = rarity.vector(one), rarity.vector(two)
    alike = max(covered(first, second), covered(second, first))
    return alike if one[:_OPENING] in two or two[:_OPENING] in one else alike * _OTHER_OPENING


def other_numbers(place: str, other: str) -> bool:
    """Return whether both places have numbers (house, bus line) and not one in common."""
    one, two = set(_NUMBERS.findall(place)), set(_NUMBERS.findall(other))
    return bool(one and two and not one & two)
