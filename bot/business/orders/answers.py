"""What a citizen says when asked after the matter, and what follows from it."""

from dataclasses import dataclass

from bot.business.errors import Invalid
from bot.business.orders.order import Satisfaction
from bot.business.text import clean

_LONGEST_NOTE = 500


@dataclass(frozen=True)
class Answers:
    """The three questions: did the unit contact you, is it solved, are you content; None: not answered.

    `valid` False: nobody was reached. Raises Invalid for answers that don't fit.
    """

    contacted: bool | None = None
    solved: bool | None = None
    satisfied: Satisfaction | None = None
    note: str = ""
    channel: str = "web"
    valid: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "note", clean(self.note))
        if len(self.note) > _LONGEST_NOTE:
            raise Invalid("note", f"评价说明最多 {_LONGEST_NOTE} 个字。")
        if len(self.channel) > 16:
            raise Invalid("channel", "回访渠道不对。")
        if self.valid and (self.solved is None or self.satisfied is None):
            raise Invalid("solved", "请回答问题是否解决、是否满意。")

    @property
    def bad(self) -> bool:
        """Return whether the matter has to be taken up again."""
        return self.valid and (self.solved is False or self.satisfied is Satisfaction.DISSATISFIED)

    @property
    def told(self) -> str:
        """Return the answers as the log tells them."""
        if not self.valid:
            return "没有联系上市民"
        solved = "已解决" if self.solved else "未解决"
        parts = (solved, self.satisfied.label if self.satisfied else "", self.note)
        return "市民评价：" + "，".join(part for part in parts if part)
