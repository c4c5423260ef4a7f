"""The tables. Times are stored as UTC; SQLite, which has no time zones, gets them back with one."""

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Store UTC; a naive time is a mistake."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give back UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


_Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only an INTEGER key

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("owner", String(16), nullable=False),
    Column("agent", String(64)),
    Column("caller", String(64)),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False, index=True),
)

turns = Table(
    "turns",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("conversation_id", ForeignKey(conversations.c.id, ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("speaker", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", String(32)),
    Column("topic", String(64)),
    Column("payload", JSON(none_as_null=True)),
    Column("confidence", Float),
    Column("release", String(64)),
    Column("key", String(128)),
    Column("at", Moment, nullable=False),
    UniqueConstraint("conversation_id", "seq"),
    UniqueConstraint("conversation_id", "key"),
)

handoffs = Table(
    "handoffs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation_id", ForeignKey(conversations.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("reason", String(32), nullable=False),
    Column("summary", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("agent", String(64)),
    Column("note", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("claimed_at", Moment),
    Column("ended_at", Moment),
    Index("ix_handoffs_status_created_at", "status", "created_at"),
)

work_orders = Table(
    "work_orders",
    metadata,
    Column("number", String(12), primary_key=True),
    Column("key", String(160), nullable=False, unique=True),
    Column("conversation_id", ForeignKey(conversations.c.id, ondelete="SET NULL"), index=True),
    Column("matter", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("occurred", Text, nullable=False),
    Column("callback_phone", String(16)),
    Column("status", String(16), nullable=False),
    Column("department", String(32)),
    Column("created_at", Moment, nullable=False, index=True),
    Column("updated_at", Moment, nullable=False),
)

work_order_events = Table(
    "work_order_events",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("order_number", ForeignKey(work_orders.c.number), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("action", String(32), nullable=False),
    Column("from_status", String(16)),
    Column("to_status", String(16)),
    Column("note", Text, nullable=False),
)

calls = Table(
    "calls",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("line", String(16), nullable=False),
    Column("caller", String(64)),
    Column("conversation_id", ForeignKey(conversations.c.id, ondelete="SET NULL"), index=True),
    Column("announced_at", Moment, nullable=False, index=True),
    Column("began_at", Moment),
    Column("ended_at", Moment),
    Column("outcome", String(16)),
    Column("recording", String(64)),
)

recording_access = Table(  # no foreign key: who heard what stays known when the call itself is deleted
    "recording_access",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("call_id", String(36), nullable=False, index=True),
    Column("staff", String(64), nullable=False),
    Column("at", Moment, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("username", String(64), nullable=False, unique=True),
    Column("display_name", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("password_hash", String(256), nullable=False),
)

login_failures = Table(
    "login_failures",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("username", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_login_failures_username_at", "username", "at"),
)
