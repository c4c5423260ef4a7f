"""One transaction over all that the store keeps."""

from collections.abc import Callable
from types import TracebackType
from typing import Protocol

from bot.services.ports.audit import AuditLog
from bot.services.ports.calls import Calls
from bot.services.ports.desk import DeskReads
from bot.services.ports.notices import Deadlines, Notices
from bot.services.ports.open311 import Open311
from bot.services.ports.orders import Attachments, OrderCallbacks, WorkOrders
from bot.services.ports.queue import Agents, Callbacks, DeskThings, OwnershipLog
from bot.services.ports.staff import StaffAccounts
from bot.services.ports.statistics import Statistics
from bot.services.ports.studio import Asked, Drafts, FaqReleases, TestSentences
from bot.services.ports.talks import Conversations, Handoffs


class UnitOfWork(Protocol):
    """One transaction: rolled back unless committed. Reads and writes see one consistent state."""

    conversations: Conversations
    calls: Calls
    handoffs: Handoffs
    work_orders: WorkOrders
    order_callbacks: OrderCallbacks
    attachments: Attachments
    staff: StaffAccounts
    audit: AuditLog
    ownership_log: OwnershipLog
    agents: Agents
    callbacks: Callbacks
    desk: DeskThings
    desk_reads: DeskReads
    notices: Notices
    deadlines: Deadlines
    statistics: Statistics
    open311: Open311
    drafts: Drafts
    faq_releases: FaqReleases
    asked: Asked
    test_sentences: TestSentences

    def __enter__(self) -> "UnitOfWork": ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None:
        """Make what was written last, on disk."""
        ...


UnitOfWorkFactory = Callable[[], UnitOfWork]
