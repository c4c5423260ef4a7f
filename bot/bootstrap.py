"""Wiring: the one place where services meet the store, the clock and the knowledge base."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

from bot.business.caller import hash_with
from bot.business.orders.catalogue import Catalogue
from bot.business.queueing.groups import Group
from bot.business.queueing.needs import group_of_department
from bot.knowledge.matters_reader import read_catalogue
from bot.knowledge.office_reader import read_calendar, read_time_limits
from bot.knowledge.queue_reader import read_office
from bot.knowledge.reader import KnowledgeError
from bot.knowledge.releases import ActiveKnowledge, Releases
from bot.services.audit import AuditService
from bot.services.calls import CallService
from bot.services.conversations import ConversationService
from bot.services.orders.attachments import AttachmentService
from bot.services.orders.citizen import CitizenOrderService
from bot.services.orders.limits import Known, ProfileLimits
from bot.services.orders.steps import Steps
from bot.services.orders.work_orders import WorkOrderService
from bot.services.queue.callbacks import CallbackService
from bot.services.queue.desk_things import DeskThingsService
from bot.services.queue.handoffs import HandoffService
from bot.services.queue.ownership import Ownership
from bot.services.queue.presence import PresenceService
from bot.services.retention import Keep, RetentionService
from bot.services.staff import StaffService
from bot.settings import Settings
from bot.store.attachments import AttachmentFolder
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
    ownership: Ownership
    presence: PresenceService
    callbacks: CallbackService
    desk_things: DeskThingsService
    work_orders: WorkOrderService
    citizen_orders: CitizenOrderService
    attachments: AttachmentService
    staff: StaffService
    audit: AuditService
    retention: RetentionService
    catalogue: Callable[[], Catalogue]
    knowledge: ActiveKnowledge
    releases: Releases
    database: Database
    now: Callable[[], datetime]

    def unit_name(self, code: str | None) -> str | None:
        """Return the name of who settles an order, None for no code or one that was taken out of the catalogue."""
        unit = self.catalogue().units.get(code or "")
        return unit.name if unit else None

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
    catalogue = cache(lambda: read_catalogue(settings.knowledge))  # read when an order needs it
    known = Known(lambda code: catalogue().unit(code), lambda code: catalogue().matter(code))
    reference = settings.knowledge / "reference"
    calendar = read_calendar(reference / "calendar.yml")
    limits = ProfileLimits(read_time_limits(reference / "time_limits.yml").active, calendar)
    steps = Steps(now, limits, known)
    knowledge = ActiveKnowledge(releases, settings.region)
    group_of_topic = _group_of_topic(knowledge)
    office = read_office(settings.knowledge, calendar.is_workday)
    ownership = Ownership(database.unit_of_work, now)
    return Services(
        conversations=ConversationService(database.unit_of_work, now),
        calls=calls,
        handoffs=HandoffService(
            database.unit_of_work, now, ownership, office.hours, office.rules, group_of_topic
        ),
        ownership=ownership,
        presence=PresenceService(database.unit_of_work, now, office.rules),
        callbacks=CallbackService(database.unit_of_work, now, office.hours, group_of_topic),
        desk_things=DeskThingsService(database.unit_of_work, now),
        work_orders=WorkOrderService(database.unit_of_work, steps, hash_of),
        citizen_orders=CitizenOrderService(database.unit_of_work, steps),
        attachments=AttachmentService(
            database.unit_of_work, now, AttachmentFolder(settings.var / "attachments")
        ),
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
        catalogue=catalogue,
        knowledge=knowledge,
        releases=releases,
        database=database,
        now=now,
    )


def _group_of_topic(knowledge: ActiveKnowledge) -> Callable[[str], Group | None]:
    """Return who knows about a topic: the group of the department that answers for it."""

    def group(topic_id: str) -> Group | None:
        try:
            topic = knowledge.current().topics.get(topic_id)
        except KnowledgeError:  # who asks for a person gets one, whatever state the knowledge base is in
            return None
        return None if topic is None else group_of_department(topic.department)

    return group
