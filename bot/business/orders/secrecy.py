"""What a unit sees of an order: the matter, and of the caller no more than it needs."""

from dataclasses import replace
from typing import Any

from bot.business.orders.order import Attachment, WorkOrder, WorkOrderEvent
from bot.business.privacy import mask_text


def for_unit(order: WorkOrder) -> WorkOrder:
    """Return the order as its unit may see it: numbers in the text masked, no way from it to talks or other orders.

    The number to call back is left only when the caller didn't ask for secrecy; pages mask it and show it for a
    reason that is logged.
    """
    return replace(
        order,
        matter=mask_text(order.matter),
        place=mask_text(order.place),
        occurred=mask_text(order.occurred),
        callback_phone=None if order.keep_secret else order.callback_phone,
        caller_hash=None,
        conversation_id=None,
    )


def event_for_unit(event: WorkOrderEvent) -> WorkOrderEvent:
    """Return a log entry with numbers in its texts masked."""
    data = None if event.data is None else {name: _masked(value) for name, value in event.data.items()}
    return replace(event, note=mask_text(event.note), data=data)


def files_for_unit(order: WorkOrder, files: list[Attachment]) -> list[Attachment]:
    """Return the files that the unit may see: what a secret caller sent may show who they are."""
    return [file for file in files if not (order.keep_secret and file.added_by == "citizen")]


def _masked(value: Any) -> Any:
    if isinstance(value, list):
        return [_masked(each) for each in value]
    return mask_text(value) if isinstance(value, str) else value
