"""What services need of the store, as interfaces: the store implements them, tests have their own."""

from collections.abc import Callable, Iterable
from datetime import datetime
from types import TracebackType
from typing import Protocol

from bot.business.calls.record import CallRecord, RecordingAccess
from bot.business.conversation import Conversation, Turn
from bot.business.handoff import Handoff
from bot.business.staff import Staff
from bot.business.work_order import Status, WorkOrder, WorkOrderEvent

Clock = Callable[[], datetime]  # the present, as an aware UTC datetime


class Conflict(Exception):
    """Somebody else wrote the same key a moment earlier."""


class Conversations(Protocol):
    """Conversations and their turns."""

    def add(self, conversation: Conversation) -> None:
        """Add a conversation. Raises Conflict when the id is taken."""
        ...

    def get(self, id: str, lock: bool = False) -> Conversation | None:
        """Return a conversation; with `lock` nobody else changes it until the transaction ends."""
        ...

    def update(self, conversation: Conversation) -> None:
        """Write a changed conversation."""
        ...

    def add_turn(self, turn: Turn) -> Turn:
        """Add a turn and return it with its id."""
        ...

    def last_seq(self, conversation_id: str) -> int:
        """Return the last turn's number, 0 when there is none."""
        ...

    def turn_by_key(self, conversation_id: str, key: str) -> Turn | None:
        """Return the turn that was written under `key`."""
        ...

    def turns(self, conversation_id: str, after_seq: int) -> list[Turn]:
        """Return the turns after `after_seq`, in order."""
        ...

    def purge(self, before: datetime) -> int:
        """Delete conversations without a change since `before`; return how many."""
        ...


class Calls(Protocol):
    """Calls."""

    def add(self, record: CallRecord) -> None:
        """Add a call. Raises Conflict when the id is taken."""
        ...

    def get(self, id: str) -> CallRecord | None:
        """Return a call."""
        ...

    def update(self, record: CallRecord) -> None:
        """Write a changed call."""
        ...

    def latest(self, limit: int) -> list[CallRecord]:
        """Return the newest calls that came, newest first."""
        ...

    def recorded_before(self, moment: datetime) -> list[CallRecord]:
        """Return calls with a recording that began before `moment`."""
        ...

    def purge(self, before: datetime) -> int:
        """Delete calls announced before a moment; return how many."""
        ...

    def add_access(self, access: RecordingAccess) -> None:
        """Note who opened a recording; its `id` is given here. Nothing of this log is ever changed."""
        ...

    def accesses(self, id: str) -> list[RecordingAccess]:
        """Return who opened a call's recording, oldest first."""
        ...


class Handoffs(Protocol):
    """Handoffs."""

    def add(self, handoff: Handoff) -> None:
        """Add a handoff."""
        ...

    def get(self, id: str, lock: bool = False) -> Handoff | None:
        """Return a handoff; with `lock` nobody else changes it until the transaction ends."""
        ...

    def update(self, handoff: Handoff) -> None:
        """Write a changed handoff."""
        ...

    def open_for(self, conversation_id: str) -> Handoff | None:
        """Return the waiting or active handoff of a conversation."""
        ...

    def waiting(self) -> list[Handoff]:
        """Return those that wait: emergencies first, then the oldest."""
        ...

    def active(self, agent: str | None) -> list[Handoff]:
        """Return those being talked to, by one agent or by all."""
        ...


class WorkOrders(Protocol):
    """Work orders and their log."""

    def add(self, order: WorkOrder, key: str) -> None:
        """Add an order. Raises Conflict when its number or key is taken."""
        ...

    def by_key(self, key: str) -> WorkOrder | None:
        """Return the order that was written under `key`."""
        ...

    def get(self, number: str, lock: bool = False) -> WorkOrder | None:
        """Return an order; with `lock` nobody else changes it until the transaction ends."""
        ...

    def update(self, order: WorkOrder) -> None:
        """Write a changed order."""
        ...

    def search(self, status: Status | None, limit: int) -> list[WorkOrder]:
        """Return the newest orders."""
        ...

    def for_conversation(self, conversation_id: str) -> list[WorkOrder]:
        """Return a conversation's orders, newest first."""
        ...

    def add_event(self, event: WorkOrderEvent) -> None:
        """Add to an order's log."""
        ...

    def events(self, number: str) -> list[WorkOrderEvent]:
        """Return an order's log, oldest first."""
        ...


class StaffAccounts(Protocol):
    """Accounts and failed logins."""

    def add(self, staff: Staff, password_hash: str) -> None:
        """Add an account. Raises Conflict when the username is taken."""
        ...

    def get(self, id: str) -> Staff | None:
        """Return an account."""
        ...

    def by_username(self, username: str) -> tuple[Staff, str] | None:
        """Return an account and its password hash."""
        ...

    def all(self) -> list[Staff]:
        """Return all accounts."""
        ...

    def add_failure(self, username: str, at: datetime) -> None:
        """Note a failed login."""
        ...

    def failures_since(self, username: str, since: datetime) -> int:
        """Return how many logins failed since then."""
        ...

    def clear_failures(self, username: str) -> None:
        """Forget failed logins."""
        ...


class UnitOfWork(Protocol):
    """One transaction: rolled back unless committed. Reads and writes see one consistent state."""

    conversations: Conversations
    calls: Calls
    handoffs: Handoffs
    work_orders: WorkOrders
    staff: StaffAccounts

    def __enter__(self) -> "UnitOfWork": ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None:
        """Make what was written last, on disk."""
        ...


UnitOfWorkFactory = Callable[[], UnitOfWork]


class DialogueRecord(Protocol):
    """What the dialogue engine remembers of running talks."""

    def purge(self, before: datetime) -> int:
        """Delete all of each talk in which nothing has happened since `before`; return how many talks."""
        ...


class RecordingFiles(Protocol):
    """The sound files of calls."""

    def delete(self, names: Iterable[str]) -> int:
        """Delete files, those that are gone already aside; return how many."""
        ...

    def delete_older(self, before: datetime) -> int:
        """Delete every file that was last written before a moment, whether a record knows it or not."""
        ...


class PasswordHasher(Protocol):
    """Turns passwords into hashes that can be kept."""

    def hash(self, password: str) -> str:
        """Return the hash to keep."""
        ...

    def verify(self, kept: str, password: str) -> bool:
        """Return whether `password` is the one."""
        ...
