"""Orders that may be the same matter: same category, near in place and time; a person decides whether to merge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.business.orders.nearness import metres, other_numbers, same_words
from bot.business.orders.new_facts import has_new_facts
from bot.business.orders.wording import Rarity, likeness

WITHIN = 250.0  # metres; FixMyStreet's public default
PERIOD = timedelta(days=30)
OFFER = 0.5  # from this score on an order is offered

# In one category everybody uses the same words: unlike matters of 30 written pairs were liker in text (0.60 on average)
# than like ones (0.08). The place decides, the text only breaks ties.
_DISTANCE, _PLACE, _TEXT = 0.35, 0.55, 0.10
_OTHER_NUMBER = 0.7  # another house number: less likely the same, but a whole estate can be without water
_SAME_CALLER = 0.9  # when a caller comes back and doesn't say the place again


class Advice(Enum):
    """What to do with an order that has an older one near it."""

    MERGE = "merge"
    INFORM = "inform"
    SUPPLEMENT = "supplement"

    @property
    def label(self) -> str:
        """Return the advice as people read it."""
        return {"merge": "并单", "inform": "告知进展", "supplement": "补充到原工单"}[self.value]


@dataclass(frozen=True)
class Candidate:
    """What is compared of an order; `lat` and `lon` in WGS 84."""

    order_number: str
    matter: str
    place: str
    category: str | None
    created_at: datetime
    lat: float | None = None
    lon: float | None = None
    caller_hash: str | None = None


@dataclass(frozen=True)
class Near:
    """An older order that may be the same matter; `score` 0 to 1, `why` for the person who decides."""

    order_number: str
    score: float
    why: str
    advice: Advice


def find_near(
    new: Candidate, others: Iterable[Candidate], rarity: Rarity, personal: bool = False
) -> tuple[Near, ...]:
    """Return the orders that may be the same matter as `new`, the likeliest first.

    `personal`: the category is everyone's own affair (`Matter.personal`), so only the same caller's orders count.
    Without a category nothing is near.
    """
    found = (_compare(new, other, rarity, personal) for other in others if _eligible(new, other))
    return tuple(sorted((each for each in found if each), key=lambda near: -near.score))


def _eligible(new: Candidate, other: Candidate) -> bool:
    return (
        new.category is not None
        and new.category == other.category
        and new.order_number != other.order_number
        and abs(new.created_at - other.created_at) <= PERIOD
    )


def _compare(new: Candidate, other: Candidate, rarity: Rarity, personal: bool) -> Near | None:
    same_caller = new.caller_hash is not None and new.caller_hash == other.caller_hash
    if personal and not same_caller:
        return None
    distance = _distance(new, other)
    score = _SAME_CALLER if personal else _score(new, other, distance, rarity)
    if score is None:
        score = _SAME_CALLER if same_caller else 0.0
    if score < OFFER:
        return None
    advice = Advice.MERGE
    if same_caller:
        told_more = has_new_facts(new.matter, other.matter, rarity)
        advice = Advice.SUPPLEMENT if told_more else Advice.INFORM
    return Near(other.order_number, score, _why(new, other, same_caller, distance), advice)


def _score(new: Candidate, other: Candidate, distance: float | None, rarity: Rarity) -> float | None:
    """Return how likely both are one matter by place and text; None when nothing is known of the place."""
    if distance is not None and distance > WITHIN:
        return 0.0
    words = same_words(new.place, other.place, rarity)
    nearness = None if distance is None else 1 - distance / (2 * WITHIN)
    known = [
        (value, weight) for value, weight in ((nearness, _DISTANCE), (words, _PLACE)) if value is not None
    ]
    if not known:
        return None
    text = likeness(rarity.vector(new.matter), rarity.vector(other.matter))
    weighed = [*known, (text, _TEXT)]
    score = sum(value * weight for value, weight in weighed) / sum(weight for _, weight in weighed)
    return score * _OTHER_NUMBER if other_numbers(new.place, other.place) else score


def _distance(new: Candidate, other: Candidate) -> float | None:
    if new.lat is None or new.lon is None or other.lat is None or other.lon is None:
        return None
    return metres(new.lat, new.lon, other.lat, other.lon)


def _why(new: Candidate, other: Candidate, same_caller: bool, distance: float | None) -> str:
    days = abs(new.created_at - other.created_at).days
    parts = [
        "同一个人反映过" if same_caller else "",
        "同一事项",
        f"相距约 {round(distance, -1):.0f} 米" if distance is not None else "",
        f"{other.place}" if other.place else "",
        f"{days} 天前登记" if days else "一天之内登记",
    ]
    return "，".join(part for part in parts if part)
