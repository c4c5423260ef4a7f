"""Whether a caller who comes back tells something new, or only asks how it goes."""

import re

from bot.business.orders.wording import Rarity, covered
from bot.business.text import normalise

_CLAUSES = re.compile(r"[，。！？；,.!?;\s]+")
_ASKS_ON = re.compile(
    r"还是|还没|还在|还不|怎么没|没人|进展|进度|怎么样了|什么时候|到底|多久|催|上次|上回|之前|反映过|打过|处理了吗|解决了吗|谢谢|麻烦|希望|你好|您好"
)
_ASKING_LENGTH = (
    25  # characters; whoever says more than that tells something, too: speech comes without commas
)
_SHORT = 4
_TOLD = 0.35  # share of a clause that the old words hold; between tellings-again and news of 12 written pairs


def has_new_facts(new: str, old: str, rarity: Rarity) -> bool:
    """Return whether `new` holds a clause that `old` doesn't say and that doesn't only ask on.

    When in doubt yes: a fact that nobody reads is worse than one read twice.
    """
    before = rarity.vector(old)
    clauses = (normalise(clause) for clause in _CLAUSES.split(new))
    return any(
        covered(rarity.vector(clause), before) < _TOLD
        for clause in clauses
        if len(clause) >= _SHORT and not (len(clause) <= _ASKING_LENGTH and _ASKS_ON.search(clause))
    )
