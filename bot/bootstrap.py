"""Wiring: the one place where services meet the store, the clock and the knowledge base."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache

from bot.business.caller import hash_with
from bot.business.china import local_day
from bot.business.notices.moments import Rules
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import SYSTEM
from bot.business.orders.calendar import WorkCalendar
from bot.business.orders.catalogue import Catalogue
from bot.business.orders.suggest import Suggester
from bot.business.queueing.groups import Group
from bot.business.queueing.needs import group_of_department
from bot.business.rates.grouping import Member
from bot.knowledge.live_contents import LiveContents
from bot.knowledge.matters_reader import read_catalogue
from bot.knowledge.office_reader import read_calendar, read_time_limits
from bot.knowledge.queue_reader import read_office
from bot.knowledge.reader import KnowledgeError
from bot.knowledge.releases import ActiveKnowledge, Releases
from bot.knowledge.topic_files import same
from bot.services.audit import AuditService
from bot.services.calls import CallService
from bot.services.conversations import ConversationService
from bot.services.deadlines import DeadlineService
from bot.services.notices import NoticeService
from bot.services.open311 import Open311Service
from bot.services.orders.attachments import AttachmentService
from bot.services.orders.citizen import CitizenOrderService
from bot.services.orders.dispatching import DispatchingService
from bot.services.orders.limits import Known, ProfileLimits
from bot.services.orders.steps import Steps
from bot.services.orders.work_orders import WorkOrderService
from bot.services.queue.callbacks import CallbackService
from bot.services.queue.desk_things import DeskThingsService
from bot.services.queue.desk_view import DeskViewService
from bot.services.queue.handoffs import HandoffService
from bot.services.queue.ownership import Ownership
from bot.services.queue.presence import PresenceService
from bot.services.retention import Keep, RetentionService
from bot.services.staff import StaffService
from bot.services.statistics import Members, StatisticsService
from bot.services.studio.asked import AskedService
from bot.services.studio.drafts import DraftService
from bot.services.studio.health import HealthService
from bot.services.studio.importing import ImportService
from bot.services.studio.publishing import PublishingService
from bot.services.studio.test_sentences import TestSentenceService
from bot.settings import Settings
from bot.store.attachments import AttachmentFolder
from bot.store.database import Database
from bot.store.passwords import Argon2Hasher
from bot.store.recordings import RecordingFolder
from bot.store.secret_files import secret_in
from bot.store.tracker import TrackerStore

_OVERDUE = Details(note="超过办理期限")


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
    desk_view: DeskViewService
    work_orders: WorkOrderService
    citizen_orders: CitizenOrderService
    attachments: AttachmentService
    dispatching: DispatchingService
    staff: StaffService
    audit: AuditService
    retention: RetentionService
    notices: NoticeService
    deadlines: DeadlineService
    statistics: StatisticsService
    open311: Open311Service
    drafts: DraftService
    importing: ImportService
    publishing: PublishingService
    asked: AskedService
    test_sentences: TestSentenceService
    health: HealthService
    live_contents: LiveContents
    catalogue: Callable[[], Catalogue]
    calendar: WorkCalendar
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
        return local_day(self.now())


def build_services(
    settings: Settings,
    now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    durable: bool = True,
) -> Services:
    """Return the services over the database and knowledge base that `settings` name; `durable` as for Database."""
    database = Database(settings.database, durable)
    releases = Releases(settings.var / "releases", settings.knowledge, settings.region)
    hash_of = hash_with(secret_in(settings.var / "caller-key").encode())
    calls = CallService(database.unit_of_work, now, hash_of)
    catalogue = cache(lambda: read_catalogue(settings.knowledge))  # read when an order needs it
    known = Known(lambda code: catalogue().unit(code), lambda code: catalogue().matter(code))
    reference = settings.knowledge / "reference"
    calendar = read_calendar(reference / "calendar.yml")
    profile = read_time_limits(reference / "time_limits.yml").active
    name_of = _name_of(catalogue)
    notices = NoticeService(database.unit_of_work, now, name_of)
    steps = Steps(now, ProfileLimits(profile, calendar), known, notices.tell_action)
    knowledge = ActiveKnowledge(releases, settings.region)
    group_of_topic = _group_of_topic(knowledge)
    office = read_office(settings.office_file, calendar.is_workday)
    ownership = Ownership(database.unit_of_work, now)
    work_orders = WorkOrderService(database.unit_of_work, steps, hash_of)
    audit = AuditService(database.unit_of_work, now)
    live_contents = LiveContents(releases, settings.region)
    drafts = DraftService(database.unit_of_work, now, live_contents, settings.faq_review)
    test_sentences = TestSentenceService(database.unit_of_work, now)
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
        desk_view=DeskViewService(database.unit_of_work),
        work_orders=work_orders,
        citizen_orders=CitizenOrderService(database.unit_of_work, steps),
        attachments=AttachmentService(
            database.unit_of_work, now, AttachmentFolder(settings.var / "attachments")
        ),
        dispatching=DispatchingService(
            database.unit_of_work, steps, catalogue, cache(lambda: Suggester(catalogue())), profile, calendar
        ),
        staff=StaffService(database.unit_of_work, now, Argon2Hasher()),
        audit=audit,
        retention=RetentionService(
            database.unit_of_work,
            calls,
            TrackerStore(settings.tracker),
            RecordingFolder(settings.recordings),
            now,
            Keep(timedelta(days=settings.retention_days), timedelta(days=settings.recording_days)),
            [RecordingFolder(settings.var / name, "*.json") for name in ("batches", "imports")],
        ),
        notices=notices,
        deadlines=DeadlineService(
            database.unit_of_work,
            now,
            Rules(profile, calendar),
            notices,
            lambda work, order: steps.take(work, order, Action.SUPERVISE, _OVERDUE, SYSTEM),
            name_of,
        ),
        statistics=StatisticsService(
            database.unit_of_work, now, calendar, office.rules, lambda: _members(catalogue)
        ),
        open311=Open311Service(database.unit_of_work, now, catalogue, work_orders, audit),
        drafts=drafts,
        importing=ImportService(drafts, live_contents, same),
        publishing=PublishingService(database.unit_of_work, now, live_contents),
        asked=AskedService(database.unit_of_work, now, drafts, test_sentences, live_contents),
        test_sentences=test_sentences,
        health=HealthService(database.unit_of_work, now, live_contents, notices),
        live_contents=live_contents,
        catalogue=catalogue,
        calendar=calendar,
        knowledge=knowledge,
        releases=releases,
        database=database,
        now=now,
    )


def _name_of(catalogue: Callable[[], Catalogue]) -> Callable[[str | None], str]:
    """Return what a category is called; one that was taken out of the catalogue is none."""

    def name(code: str | None) -> str:
        try:
            matter = catalogue().matters.get(code or "")
        except KnowledgeError:  # people are told, whatever state the catalogue is in
            matter = None
        return matter.name if matter else "未分类"

    return name


def _members(catalogue: Callable[[], Catalogue]) -> Members:
    """Return who stands beside whom in the statistics: units with units, matters with those of their group."""
    found = catalogue()
    units = {code: Member(code, unit.name, "承办单位") for code, unit in found.units.items()}
    matters = {code: Member(code, each.name, each.group.name) for code, each in found.matters.items()}
    return Members(units, matters)


def _group_of_topic(knowledge: ActiveKnowledge) -> Callable[[str], Group | None]:
    """Return who knows about a topic: the group of the department that answers for it."""

    def group(topic_id: str) -> Group | None:
        try:
            topic = knowledge.current().topics.get(topic_id)
        except KnowledgeError:  # who asks for a person gets one, whatever state the knowledge base is in
            return None
        return None if topic is None else group_of_department(topic.department)

    return group
