"""Wiring: the one place where services meet the store, the clock and the knowledge base."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from bot.business.caller import hash_with
from bot.knowledge.releases import ActiveKnowledge, Releases
from bot.services.audit import AuditService
from bot.services.calls import CallService
from bot.services.conversations import ConversationService
from bot.services.handoffs import HandoffService
from bot.services.retention import Keep, RetentionService
from bot.services.staff import StaffService
from bot.services.work_orders import WorkOrderService
from bot.settings import Settings
from bot.store.database import Database
from bot.store.passwords import Argon2Hasher
from bot.store.recordings import RecordingFolder
from bot.store.secret_files import secret_in
from bot.store.tracker import TrackerStore

TIME_ZONE = ZoneInfo(
    "Asia/Shanghai"
)  # one zone for the whole of China; deadlines and "today" are meant in it


@dataclass(frozen=True)
class Services:
    """Everything that people can do, ready to use."""

    conversations: ConversationService
    calls: CallService
    handoffs: HandoffService
    work_orders: WorkOrderService
    staff: StaffService
    audit: AuditService
    retention: RetentionService
    knowledge: ActiveKnowledge
    releases: Releases
    database: Database
    now: Callable[[], datetime]

    def today(self) -> date:
        """Return the day it is in China."""
        return self.local_day(self.now())

    def local_day(self, moment: datetime) -> date:
        """Return the day of `moment` in China."""
        return moment.astimezone(TIME_ZONE).date()


def build_services(
    settings: Settings, now: Callable[[], datetime] = lambda: datetime.now(timezone.utc)
) -> Services:
    """Return the services over the database and knowledge base that `settings` name."""
    database = Database(settings.database)
    releases = Releases(settings.var / "releases", settings.knowledge, settings.region)
    hash_of = hash_with(secret_in(settings.var / "caller-key").encode())
    calls = CallService(database.unit_of_work, now, hash_of)
    return Services(
        conversations=ConversationService(database.unit_of_work, now),
        calls=calls,
        handoffs=HandoffService(database.unit_of_work, now),
        work_orders=WorkOrderService(database.unit_of_work, now, hash_of),
        staff=StaffService(database.unit_of_work, now, Argon2Hasher()),
        audit=AuditService(database.unit_of_work, now),
        retention=RetentionService(
            database.unit_of_work,
            calls,
            TrackerStore(settings.tracker),
            RecordingFolder(settings.recordings),
            now,
            Keep(timedelta(days=settings.retention_days), timedelta(days=settings.recording_days)),
        ),
        knowledge=ActiveKnowledge(releases, settings.region),
        releases=releases,
        database=database,
        now=now,
    )
