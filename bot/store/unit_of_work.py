"""One transaction over one connection."""

from types import TracebackType

from sqlalchemy import Engine

from bot.store.repositories.audit import SqlAudit
from bot.store.repositories.calls import SqlCalls
from bot.store.repositories.desk import SqlDeskThings
from bot.store.repositories.desk_reads import SqlDeskReads
from bot.store.repositories.handoffs import SqlHandoffs
from bot.store.repositories.notices import SqlDeadlines, SqlNotices
from bot.store.repositories.open311 import SqlOpen311
from bot.store.repositories.order_things import SqlAttachments, SqlOrderCallbacks
from bot.store.repositories.orders import SqlWorkOrders
from bot.store.repositories.queue import SqlAgents, SqlCallbacks, SqlOwnershipLog
from bot.store.repositories.staff import SqlStaff
from bot.store.repositories.statistics import SqlStatistics
from bot.store.repositories.studio import SqlDrafts, SqlFaqReleases, SqlTestSentences
from bot.store.repositories.studio_asked import SqlAsked
from bot.store.repositories.talks import SqlConversations


class SqlUnitOfWork:
    """One transaction over one connection; rolled back unless committed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> "SqlUnitOfWork":
        self._connection = self._engine.connect()
        self.conversations = SqlConversations(self._connection)
        self.calls = SqlCalls(self._connection)
        self.handoffs = SqlHandoffs(self._connection)
        self.work_orders = SqlWorkOrders(self._connection)
        self.order_callbacks = SqlOrderCallbacks(self._connection)
        self.attachments = SqlAttachments(self._connection)
        self.staff = SqlStaff(self._connection)
        self.audit = SqlAudit(self._connection)
        self.ownership_log = SqlOwnershipLog(self._connection)
        self.agents = SqlAgents(self._connection)
        self.callbacks = SqlCallbacks(self._connection)
        self.desk = SqlDeskThings(self._connection)
        self.desk_reads = SqlDeskReads(self._connection)
        self.notices = SqlNotices(self._connection)
        self.deadlines = SqlDeadlines(self._connection)
        self.statistics = SqlStatistics(self._connection)
        self.open311 = SqlOpen311(self._connection)
        self.drafts = SqlDrafts(self._connection)
        self.faq_releases = SqlFaqReleases(self._connection)
        self.asked = SqlAsked(self._connection)
        self.test_sentences = SqlTestSentences(self._connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()  # rolls back what wasn't committed

    def commit(self) -> None:
        """Make what was written last."""
        self._connection.commit()
