"""What a citizen does about an order that they have: ask after it, urge, add, withdraw, rate; what is missing for it."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import Enum
from typing import Any

from bot.business import order_form, order_number
from bot.business.orders.order import Satisfaction
from bot.business.text import clean, normalise

MOST_TRIES = 3  # wrong last four digits in one talk


class Wish(Enum):
    """What is to be done about the order."""

    PROGRESS = "progress"
    URGE = "urge"
    ADD = "add"
    WITHDRAW = "withdraw"
    RATE = "rate"


class Piece(Enum):
    """What has to be told for it."""

    NUMBER = "number"
    LAST_FOUR = "last_four"
    FACTS = "facts"
    SURE = "sure"
    SOLVED = "solved"
    SATISFIED = "satisfied"
    CONTACTED = "contacted"


_NEEDS: dict[Wish, tuple[Piece, ...]] = {
    Wish.PROGRESS: (),
    Wish.URGE: (),
    Wish.ADD: (Piece.FACTS,),
    Wish.WITHDRAW: (Piece.SURE,),
    Wish.RATE: (Piece.SOLVED, Piece.SATISFIED, Piece.CONTACTED),
}

_ORDER = "(?:工?单子?|投诉|诉求|登记|反映的?)"
_OWN = "(?:工单|单子)"
# In passing, "催" and "补充" are about something else: a long sentence has to name the order.
_IN_PASSING = 10  # characters
_SHORT_WISHES = (
    (Wish.URGE, re.compile("催一?催|催(?:一下|办|促)|加急(?:办|处理)")),
    (Wish.ADD, re.compile("补充.{0,4}(?:情况|线索|内容)")),
)
_WISHES = (
    (Wish.URGE, re.compile(rf"催{_ORDER}|{_OWN}.{{0,6}}(?:加急|催)")),
    # 取消登记, 取消投诉 while an order is being taken down leave the form: they are no wish about one that exists
    (
        Wish.WITHDRAW,
        re.compile(
            rf"(?:撤[回销掉了]?|取消|作废).{{0,6}}{_OWN}|{_OWN}.{{0,8}}(?:撤[回销掉了]|取消|作废|不用办了)"
            r"|撤[回销].{0,6}(?:投诉|诉求)|^(?:我要)?撤单$"
        ),
    ),
    (Wish.ADD, re.compile(rf"补充.{{0,6}}{_OWN}|{_OWN}.{{0,8}}(?:补充|再加|加几句)")),
    (
        Wish.RATE,
        re.compile(rf"(?:评价|打分|评个?分|评一下).{{0,6}}{_OWN}|{_OWN}.{{0,8}}(?:评价|打分|评个?分|满意度)"),
    ),
)
_HOW = re.compile(r"怎么(?:评|撤|催|补)|能不能|可以.{0,6}吗|社保|医保|备案|参保")
_LAST_FOUR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_SPOKEN = str.maketrans("零〇幺一二两三四五六七八九", "0011223456789")
_CONTENT = (
    (Satisfaction.DISSATISFIED, re.compile("不满|不太满|差|不行")),
    (Satisfaction.BASICALLY, re.compile("基本|还行|还可以|一般|凑合")),
    (Satisfaction.SATISFIED, re.compile("满意|很好|挺好|不错|好")),
)
_NOT = re.compile(r"没有?|未|不|no")


def wish_in(text: str) -> Wish | None:
    """Return what `text` wants done about an order, or None; a question how to do it is none."""
    sentence = normalise(text)
    if _HOW.search(sentence):
        return None
    wishes = (*_WISHES, *_SHORT_WISHES) if len(sentence) <= _IN_PASSING else _WISHES
    return next((wish for wish, words in wishes if words.search(sentence)), None)


@dataclass(frozen=True)
class Care:
    """What was told so far. `owned`: the order was shown to be theirs; `tries`: wrong last four digits;
    `unknown`: no order has the number told last.
    """

    wish: str = Wish.PROGRESS.value
    number: str | None = None
    owned: bool = False
    last_four: str | None = None
    tries: int = 0
    facts: str | None = None
    sure: bool | None = None
    solved: bool | None = None
    satisfied: str | None = None
    contacted: bool | None = None
    unknown: bool = False

    @staticmethod
    def of(kept: Mapping[str, Any] | None) -> "Care":
        """Return what a slot kept."""
        return Care(**kept) if kept else Care()

    def as_dict(self) -> dict[str, Any]:
        """Return the pieces as a slot keeps them."""
        return asdict(self)

    def anew(self, wish: Wish) -> "Care":
        """Return the beginning of another wish about the same order."""
        return Care(wish.value, self.number, self.owned, self.last_four, self.tries)

    @property
    def missing(self) -> Piece | None:
        """Return the first piece that isn't told yet."""
        if self.number is None:
            return Piece.NUMBER
        if not self.owned:
            return Piece.LAST_FOUR
        return next((each for each in _NEEDS[Wish(self.wish)] if getattr(self, each.value) is None), None)


def begun(care: Care, text: str) -> Care:
    """Return what is known after the wish itself was said: it may tell the order's number, and answers nothing yet."""
    number = order_number.find_in(text)
    return care if number in (None, care.number) else Care(care.wish, number, tries=care.tries)


def learn(care: Care, text: str) -> Care:
    """Return what is known after `text`, the answer to the question for the missing piece; unchanged when it is none."""
    if order_number.find_in(text) is not None:
        return begun(care, text)
    piece = care.missing
    if piece is Piece.FACTS:
        return replace(care, facts=clean(text)) if len(normalise(text)) > 1 else care
    if piece is Piece.LAST_FOUR:
        digits = _LAST_FOUR.search(re.sub(r"[\s\-]", "", text).translate(_SPOKEN))
        return replace(care, last_four=digits.group()) if digits else care
    if piece is Piece.SATISFIED:
        content = next((each for each, words in _CONTENT if words.search(normalise(text))), None)
        return replace(care, satisfied=content.value) if content else care
    return _answered(care, piece, _yes_or_no(text))


def _answered(care: Care, piece: Piece | None, said: bool | None) -> Care:
    if piece is Piece.SURE:
        return replace(care, sure=said)
    if piece is Piece.SOLVED:
        return replace(care, solved=said)
    return replace(care, contacted=said) if piece is Piece.CONTACTED else care


def _yes_or_no(text: str) -> bool | None:
    """Return what a short answer such as 解决了, 还没有, 联系过 means."""
    plain = order_form.confirmation(text)
    if plain is not None:
        return plain
    sentence = normalise(text)
    if _NOT.search(sentence):
        return False
    return True if re.search("解决|联系|办好|撤|有|打过", sentence) else None
