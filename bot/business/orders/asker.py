"""How a citizen shows that an order is theirs."""

import hmac
from dataclasses import dataclass

from bot.business.orders.order import WorkOrder

_NO_NUMBER = "----"  # no digits: nothing that a citizen gives is ever equal to it


@dataclass(frozen=True)
class Asker:
    """A citizen: by the last four digits of the number that they left, or in the talk in which they opened the order."""

    last_four: str | None = None
    conversation_id: str | None = None

    def owns(self, order: WorkOrder | None) -> bool:
        """Return whether the order is theirs. The digits are compared in constant time, also for no order at all."""
        phone = order.callback_phone if order else None
        kept = phone[-4:] if phone else _NO_NUMBER
        digits = hmac.compare_digest((self.last_four or "").encode(), kept.encode())
        talk = order.conversation_id if order else None
        return digits or (talk is not None and talk == self.conversation_id)
