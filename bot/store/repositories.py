"""The repositories that services ask for, over one connection."""

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, case, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.business.calls.record import CallRecord, RecordingAccess
from bot.business.conversation import Conversation, Turn
from bot.business.handoff import Handoff, HandoffReason, HandoffStatus
from bot.business.staff import Staff
from bot.business.work_order import Status, WorkOrder, WorkOrderEvent
from bot.services.ports import Conflict
from bot.store import tables
from bot.store.rows import to_object, to_row

T = TypeVar("T")


class _Repository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _one(self, kind: type[T], query: Select[Any], lock: bool = False) -> T | None:
        """Return the object that `query` finds. FOR UPDATE is PostgreSQL's; SQLite has one writer anyway."""
        row = self._connection.execute(query.with_for_update() if lock else query).mappings().first()
        return None if row is None else to_object(kind, row)

    def _all(self, kind: type[T], query: Select[Any]) -> list[T]:
        return [to_object(kind, row) for row in self._connection.execute(query).mappings()]

    def _insert(self, table: Any, values: dict[str, Any]) -> Any:
        try:
            return self._connection.execute(insert(table).values(values))
        except IntegrityError as error:
            raise Conflict(table.name) from error


class SqlConversations(_Repository):
    """Conversations and turns."""

    def add(self, conversation: Conversation) -> None:
        """Add a conversation."""
        self._insert(tables.conversations, to_row(conversation))

    def get(self, id: str, lock: bool = False) -> Conversation | None:
        """Return a conversation."""
        query = select(tables.conversations).where(tables.conversations.c.id == id)
        return self._one(Conversation, query, lock)

    def update(self, conversation: Conversation) -> None:
        """Write a changed conversation."""
        table = tables.conversations
        self._connection.execute(
            update(table).where(table.c.id == conversation.id).values(to_row(conversation, "id"))
        )

    def add_turn(self, turn: Turn) -> Turn:
        """Add a turn."""
        result = self._insert(tables.turns, to_row(turn, "id"))
        return Turn(**{**turn.__dict__, "id": result.inserted_primary_key[0]})

    def last_seq(self, conversation_id: str) -> int:
        """Return the last turn's number."""
        table = tables.turns
        query = select(func.max(table.c.seq)).where(table.c.conversation_id == conversation_id)
        return self._connection.execute(query).scalar() or 0

    def turn_by_key(self, conversation_id: str, key: str) -> Turn | None:
        """Return the turn written under a key."""
        table = tables.turns
        query = select(table).where(table.c.conversation_id == conversation_id, table.c.key == key)
        return self._one(Turn, query)

    def turns(self, conversation_id: str, after_seq: int) -> list[Turn]:
        """Return turns in order."""
        table = tables.turns
        query = select(table).where(table.c.conversation_id == conversation_id, table.c.seq > after_seq)
        return self._all(Turn, query.order_by(table.c.seq))

    def purge(self, before: datetime) -> int:
        """Delete old conversations; turns and handoffs go with them."""
        table = tables.conversations
        return self._connection.execute(delete(table).where(table.c.updated_at < before)).rowcount


class SqlCalls(_Repository):
    """Calls."""

    _table = tables.calls

    def add(self, record: CallRecord) -> None:
        """Add a call."""
        self._insert(self._table, to_row(record))

    def get(self, id: str) -> CallRecord | None:
        """Return a call."""
        return self._one(CallRecord, select(self._table).where(self._table.c.id == id))

    def update(self, record: CallRecord) -> None:
        """Write a changed call."""
        changed = update(self._table).where(self._table.c.id == record.id)
        self._connection.execute(changed.values(to_row(record, "id")))

    def latest(self, limit: int) -> list[CallRecord]:
        """Return the newest that came."""
        query = select(self._table).where(self._table.c.began_at.is_not(None))
        return self._all(CallRecord, query.order_by(self._table.c.began_at.desc()).limit(limit))

    def recorded_before(self, moment: datetime) -> list[CallRecord]:
        """Return old ones with a recording."""
        table = self._table
        query = select(table).where(table.c.recording.is_not(None), table.c.began_at < moment)
        return self._all(CallRecord, query)

    def purge(self, before: datetime) -> int:
        """Delete old ones."""
        table = self._table
        return self._connection.execute(delete(table).where(table.c.announced_at < before)).rowcount

    def add_access(self, access: RecordingAccess) -> None:
        """Add to the log of opened recordings."""
        self._insert(tables.recording_access, to_row(access, "id"))

    def accesses(self, id: str) -> list[RecordingAccess]:
        """Return a call's log."""
        table = tables.recording_access
        return self._all(RecordingAccess, select(table).where(table.c.call_id == id).order_by(table.c.id))


class SqlHandoffs(_Repository):
    """Handoffs."""

    _table = tables.handoffs

    def add(self, handoff: Handoff) -> None:
        """Add a handoff."""
        self._insert(self._table, to_row(handoff))

    def get(self, id: str, lock: bool = False) -> Handoff | None:
        """Return a handoff."""
        return self._one(Handoff, select(self._table).where(self._table.c.id == id), lock)

    def update(self, handoff: Handoff) -> None:
        """Write a changed handoff."""
        changed = update(self._table).where(self._table.c.id == handoff.id)
        self._connection.execute(changed.values(to_row(handoff, "id")))

    def open_for(self, conversation_id: str) -> Handoff | None:
        """Return the waiting or active one."""
        open_states = (HandoffStatus.WAITING.value, HandoffStatus.ACTIVE.value)
        query = select(self._table).where(
            self._table.c.conversation_id == conversation_id, self._table.c.status.in_(open_states)
        )
        return self._one(Handoff, query)

    def waiting(self) -> list[Handoff]:
        """Return the queue."""
        urgent = case((self._table.c.reason == HandoffReason.EMERGENCY.value, 0), else_=1)
        query = select(self._table).where(self._table.c.status == HandoffStatus.WAITING.value)
        return self._all(Handoff, query.order_by(urgent, self._table.c.created_at, self._table.c.id))

    def active(self, agent: str | None) -> list[Handoff]:
        """Return those being talked to."""
        query = select(self._table).where(self._table.c.status == HandoffStatus.ACTIVE.value)
        query = query if agent is None else query.where(self._table.c.agent == agent)
        return self._all(Handoff, query.order_by(self._table.c.claimed_at))


class SqlWorkOrders(_Repository):
    """Work orders and their log."""

    _table = tables.work_orders

    def add(self, order: WorkOrder, key: str) -> None:
        """Add an order."""
        self._insert(self._table, {**to_row(order), "key": key})

    def by_key(self, key: str) -> WorkOrder | None:
        """Return the order written under a key."""
        return self._one(WorkOrder, select(self._table).where(self._table.c.key == key))

    def get(self, number: str, lock: bool = False) -> WorkOrder | None:
        """Return an order."""
        return self._one(WorkOrder, select(self._table).where(self._table.c.number == number), lock)

    def update(self, order: WorkOrder) -> None:
        """Write a changed order."""
        changed = update(self._table).where(self._table.c.number == order.number)
        self._connection.execute(changed.values(to_row(order, "number")))

    def search(self, status: Status | None, limit: int) -> list[WorkOrder]:
        """Return the newest orders."""
        query = select(self._table)
        query = query if status is None else query.where(self._table.c.status == status.value)
        return self._all(WorkOrder, query.order_by(self._table.c.created_at.desc()).limit(limit))

    def for_conversation(self, conversation_id: str) -> list[WorkOrder]:
        """Return a conversation's orders."""
        query = select(self._table).where(self._table.c.conversation_id == conversation_id)
        return self._all(WorkOrder, query.order_by(self._table.c.created_at.desc()))

    def add_event(self, event: WorkOrderEvent) -> None:
        """Add to the log."""
        self._insert(tables.work_order_events, to_row(event))

    def events(self, number: str) -> list[WorkOrderEvent]:
        """Return the log."""
        table = tables.work_order_events
        query = select(table).where(table.c.order_number == number).order_by(table.c.id)
        return self._all(WorkOrderEvent, query)


class SqlStaff(_Repository):
    """Accounts and failed logins."""

    _table = tables.staff
    _failures = tables.login_failures

    def add(self, staff: Staff, password_hash: str) -> None:
        """Add an account."""
        self._insert(self._table, {**to_row(staff), "password_hash": password_hash})

    def get(self, id: str) -> Staff | None:
        """Return an account."""
        return self._one(Staff, select(self._table).where(self._table.c.id == id))

    def by_username(self, username: str) -> tuple[Staff, str] | None:
        """Return an account and its hash."""
        query = select(self._table).where(self._table.c.username == username)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else (to_object(Staff, row), row["password_hash"])

    def all(self) -> list[Staff]:
        """Return all accounts."""
        return self._all(Staff, select(self._table).order_by(self._table.c.username))

    def add_failure(self, username: str, at: datetime) -> None:
        """Note a failed login."""
        self._insert(self._failures, {"username": username[:64], "at": at})

    def failures_since(self, username: str, since: datetime) -> int:
        """Count failed logins."""
        table = self._failures
        query = select(func.count()).where(table.c.username == username[:64], table.c.at >= since)
        return self._connection.execute(query).scalar_one()

    def clear_failures(self, username: str) -> None:
        """Forget failed logins."""
        self._connection.execute(delete(self._failures).where(self._failures.c.username == username[:64]))
