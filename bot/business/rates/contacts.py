"""一次解决: citizens who didn't have to come back with the same matter (section 3 of the design)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.business.rates.rate import Rate, share
from bot.business.rates.repeats import neighbours

WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class ContactFact:
    """A citizen who brought a matter, by talk or order; times are aware UTC.

    `caller` is the keyed hash of the number, `matter` a code of the catalogue or a topic; None when not known.
    `previous_at`, `next_at`: when the same caller brought the same matter before and after; a window function of the store
    fills them, or `linked`. They have no default: a contact that nobody looked around would pass for resolved.
    """

    at: datetime
    caller: str | None
    matter: str | None
    previous_at: datetime | None
    next_at: datetime | None
    unit: str | None = None
    district: str | None = None


def linked(contacts: Sequence[ContactFact]) -> tuple[ContactFact, ...]:
    """Return the contacts with their neighbours among each other. Link first, then choose the period or the group.

    They have to reach back seven days before the period and up to now.
    """
    whose = [
        ((each.caller, each.matter) if each.caller and each.matter else None, each.at) for each in contacts
    ]
    pairs = zip(contacts, neighbours(whose), strict=True)
    return tuple(replace(each, previous_at=before, next_at=after) for each, (before, after) in pairs)


def first_contact_resolution(
    contacts: Sequence[ContactFact], now: datetime, within: timedelta = WITHIN
) -> Rate:
    """Return 一次解决率: first contacts with no repeat of the same matter by the same caller in 7 days / first contacts.

    A contact is a first one when the same caller hadn't brought the same matter in the 7 days before.
    """

    def excluded(contact: ContactFact) -> str | None:
        if contact.caller is None:
            return "不知道是谁来电，看不出是否重复"
        if contact.matter is None:
            return "没有归类，看不出是否同一件事"
        if contact.previous_at is not None and contact.at - contact.previous_at <= within:
            return "同一件事再次来电，算在第一次上"
        return f"来电后还不到 {within.days} 天" if now - contact.at < within else None

    def resolved(contact: ContactFact) -> bool:
        return contact.next_at is None or contact.next_at - contact.at > within

    label = f"一次解决率（{within.days} 天内没有为同一件事再来）"
    return share("first_contact_resolution", label, contacts, resolved, excluded)
