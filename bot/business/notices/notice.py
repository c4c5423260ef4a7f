"""A message to staff or to another system, kept until it was delivered."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Notice:
    """A message in the outbox. `key` names the occasion: the same occasion is told once.

    `recipient` is "unit:<code>", "staff:<username>", "role:<role>" or "citizen:<order number>"; the text holds no
    personal data, because it may leave this system.
    """

    id: str
    key: str
    kind: str  # reminder, overdue, supervision, dispatched, …
    recipient: str
    subject: str
    text: str
    created_at: datetime
    next_try_at: datetime
    order_number: str | None = None
    tries: int = 0
    sent_at: datetime | None = None
    delivered_by: str = ""  # names of the notifiers that took it, by blanks: a second try leaves them out
    error: str = ""
