"""Who did what: the entries of a log that the application can only add to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class AuditEntry:
    """One thing that a member of staff did or was refused. `reason` is what they gave for it, where one is asked for."""

    at: datetime
    actor: str
    role: str
    action: str
    target_kind: str  # order, conversation, staff, …
    target: str
    reason: str = ""
    allowed: bool = True
    data: dict[str, Any] | None = None
    address: str = ""  # of the browser
    id: int = 0
