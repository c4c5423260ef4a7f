"""What the store knows of a period, as the formulas of `bot.business.rates` take it."""

from dataclasses import dataclass
from datetime import datetime

from bot.business.rates.callback import CallbackFact
from bot.business.rates.contacts import ContactFact
from bot.business.rates.orders import OrderFact
from bot.business.rates.talks import TalkFact
from bot.business.rates.waiting import WaitFact

DatedOrder = tuple[datetime, OrderFact]  # when it was registered


@dataclass(frozen=True)
class QueueWait:
    """Someone who waited for a person, by telephone or in writing."""

    by_phone: bool
    wait: WaitFact


@dataclass(frozen=True)
class Facts:
    """All of a period: orders registered, callbacks made, talks begun, matters brought, calls and waits begun in it.

    Talks and contacts are linked to what came before and after, also outside of the period.
    """

    orders: tuple[DatedOrder, ...]
    callbacks: tuple[CallbackFact, ...]
    talks: tuple[TalkFact, ...]
    contacts: tuple[ContactFact, ...]
    calls: tuple[WaitFact, ...]
    waits: tuple[QueueWait, ...]
