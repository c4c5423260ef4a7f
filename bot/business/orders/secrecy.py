"""What a unit sees of an order: the matter, and of the caller no more than it needs."""

import re
from dataclasses import replace
from typing import Any

from bot.business.orders.order import Attachment, WorkOrder, WorkOrderEvent
from bot.business.privacy import mask_text

_DIGIT, _GAP = r"[\d零〇幺一二两三四五六七八九Xx]", r"[\s\-－—·,，、]?"
_MASKED = re.compile(
    rf"(?:{_DIGIT}{_GAP}){{0,3}}\*(?:{_GAP}\*)*(?:{_GAP}{_DIGIT}){{0,4}}"
)  # as masking leaves it


def for_unit(order: WorkOrder) -> WorkOrder:
    """Return the order as its unit may see it: numbers in the text masked, no way from it to talks or other orders.

    Of the number to call back only the beginning is left, nothing when the caller asked for secrecy; a page shows it for
    a reason that is logged. The last four digits are by what citizens show that an order is theirs: a unit that saw them
    could withdraw or rate its own orders.
    """
    number = order.callback_phone
    return replace(
        order,
        matter=_told(order.matter),
        place=_told(order.place),
        occurred=_told(order.occurred),
        callback_phone=None if number is None or order.keep_secret else number[:3].ljust(len(number), "*"),
        caller_hash=None,
        conversation_id=None,
    )


def event_for_unit(event: WorkOrderEvent) -> WorkOrderEvent:
    """Return a log entry without the numbers in its texts."""
    data = None if event.data is None else {name: _masked(value) for name, value in event.data.items()}
    return replace(event, note=_told(event.note), data=data)


def files_for_unit(order: WorkOrder, files: list[Attachment]) -> list[Attachment]:
    """Return the files that the unit may see: what a secret caller sent may show who they are."""
    return [file for file in files if not (order.keep_secret and file.added_by == "citizen")]


def _masked(value: Any) -> Any:
    if isinstance(value, list):
        return [_masked(each) for each in value]
    return _told(value) if isinstance(value, str) else value


def _told(text: str) -> str:
    return _MASKED.sub("****", mask_text(text))
