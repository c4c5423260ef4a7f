"""What a unit sees of an order: the matter, and of the caller no more than it needs."""

import re
from dataclasses import replace
from typing import Any

from bot.business.orders.order import Attachment, WorkOrder, WorkOrderEvent
from bot.business.privacy import mask_text

_DIGIT = r"\d零〇幺一二两三四五六七八九"
_MASKED = re.compile(rf"[{_DIGIT}]*\*[*{_DIGIT}\s\-－—·]*[*{_DIGIT}]|\*")


def for_unit(order: WorkOrder) -> WorkOrder:
    """Return the order as its unit may see it: numbers in the text masked, no way from it to talks or other orders.

    The number to call back is left only when the caller didn't ask for secrecy; pages mask it and show it for a
    reason that is logged. Of numbers in a secret caller's words nothing is left, not even the last four digits.
    """
    return replace(
        order,
        matter=_told(order.matter, order.keep_secret),
        place=_told(order.place, order.keep_secret),
        occurred=_told(order.occurred, order.keep_secret),
        callback_phone=None if order.keep_secret else order.callback_phone,
        caller_hash=None,
        conversation_id=None,
    )


def event_for_unit(event: WorkOrderEvent, secret: bool = False) -> WorkOrderEvent:
    """Return a log entry with numbers in its texts masked, of a `secret` caller's order wholly."""
    data = (
        None if event.data is None else {name: _masked(value, secret) for name, value in event.data.items()}
    )
    return replace(event, note=_told(event.note, secret), data=data)


def files_for_unit(order: WorkOrder, files: list[Attachment]) -> list[Attachment]:
    """Return the files that the unit may see: what a secret caller sent may show who they are."""
    return [file for file in files if not (order.keep_secret and file.added_by == "citizen")]


def _masked(value: Any, secret: bool) -> Any:
    if isinstance(value, list):
        return [_masked(each, secret) for each in value]
    return _told(value, secret) if isinstance(value, str) else value


def _told(text: str, secret: bool) -> str:
    masked = mask_text(text)
    return _MASKED.sub("****", masked) if secret else masked
