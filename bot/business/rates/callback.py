"""The three rates of the callback, and the one made of them.

No official script or weights were found: the three questions, 0.9 for 基本满意 and 10/50/40 come from the code of a public
district tool, unofficial (section 3 of the design).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose

from bot.business.errors import Invalid
from bot.business.orders.order import Satisfaction
from bot.business.rates.rate import Rate, share

UNOFFICIAL = "非官方，取自一个公开的区级工具"


@dataclass(frozen=True)
class Weights:
    """What 基本满意 counts, and how the three rates make one; `origin` says whose they are and stands on the page.

    Raises Invalid when a weight is negative, `basically` is above 1 or the three don't make 1.
    """

    basically: float = 0.9
    contacted: float = 0.1
    solved: float = 0.5
    satisfied: float = 0.4
    origin: str = UNOFFICIAL

    def __post_init__(self) -> None:
        three = (self.contacted, self.solved, self.satisfied)
        if not 0 <= self.basically <= 1:
            raise Invalid("basically", "“基本满意”的系数应在 0 到 1 之间。")
        if not all(weight >= 0 for weight in three) or not isclose(sum(three), 1, abs_tol=1e-9):
            raise Invalid("weights", "响应、解决、满意三个权重不能为负，相加应等于 1。")


@dataclass(frozen=True)
class CallbackFact:
    """One callback. `valid` is 是否有效回访; None: the citizen didn't answer that question."""

    valid: bool
    contacted: bool | None
    solved: bool | None
    satisfied: Satisfaction | None
    unit: str | None = None
    district: str | None = None
    category: str | None = None


DEFAULT_WEIGHTS = Weights()


def response_rate(facts: Sequence[CallbackFact]) -> Rate:
    """Return 响应率: contacted / valid."""
    return share("response", "响应率", facts, _contacted, _invalid, lambda fact: _silent(fact.contacted))


def solved_rate(facts: Sequence[CallbackFact]) -> Rate:
    """Return 解决率: solved / valid."""
    return share("solved", "解决率", facts, _solved, _invalid, lambda fact: _silent(fact.solved))


def satisfied_rate(facts: Sequence[CallbackFact], weights: Weights = DEFAULT_WEIGHTS) -> Rate:
    """Return 满意率: (满意 + 0.9 · 基本满意) / valid."""
    label = f"满意率（满意 + {weights.basically:g}×基本满意；{weights.origin}）"

    def score(fact: CallbackFact) -> float:
        return _content(fact, weights)

    return share("satisfied", label, facts, score, _invalid, lambda fact: _silent(fact.satisfied))


def overall_rate(facts: Sequence[CallbackFact], weights: Weights = DEFAULT_WEIGHTS) -> Rate:
    """Return 综合: 0.1 R + 0.5 S + 0.4 M, which have the same denominator."""
    parts = f"{weights.contacted:g}×响应 + {weights.solved:g}×解决 + {weights.satisfied:g}×满意"

    def score(fact: CallbackFact) -> float:
        solved, content = weights.solved * _solved(fact), weights.satisfied * _content(fact, weights)
        return weights.contacted * _contacted(fact) + solved + content

    return share("overall", f"综合（{parts}；{weights.origin}）", facts, score, _invalid, _incomplete)


def _contacted(fact: CallbackFact) -> bool:
    return fact.contacted is True


def _solved(fact: CallbackFact) -> bool:
    return fact.solved is True


def _content(fact: CallbackFact, weights: Weights) -> float:
    if fact.satisfied is Satisfaction.BASICALLY:
        return weights.basically
    return float(fact.satisfied is Satisfaction.SATISFIED)


def _invalid(fact: CallbackFact) -> str | None:
    return None if fact.valid else "不是有效回访"


def _silent(answer: object) -> str | None:
    # the formula divides by all valid callbacks, so that silence counts against the unit: the page has to say so
    return "没有回答这一问，按“否”计" if answer is None else None


def _incomplete(fact: CallbackFact) -> str | None:
    silent = None in (fact.contacted, fact.solved, fact.satisfied)
    return "三问没有答全，缺的按“否”计" if silent else None
