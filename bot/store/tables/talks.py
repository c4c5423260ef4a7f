"""Conversations, what was said in them, who owned them, and who was to take them over."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from bot.store.tables.base import Id, Moment, metadata

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("owner", String(16), nullable=False),
    Column("agent", String(64)),
    Column("caller", String(64)),
    Column("caller_hash", String(64), index=True),
    Column("created_at", Moment, nullable=False, index=True),
    Column("updated_at", Moment, nullable=False, index=True),
)

turns = Table(
    "turns",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
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

ownership_changes = Table(  # only ever added to: triggers refuse anything else
    "ownership_changes",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("conversation_id", String(64), nullable=False, index=True),
    Column("at", Moment, nullable=False, index=True),
    Column("from_owner", String(16), nullable=False),
    Column("to_owner", String(16), nullable=False),
    Column("agent", String(64)),
    Column("actor", String(64), nullable=False),
    Column("why", String(64), nullable=False),
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
    Column("group", String(16), nullable=False, server_default="general"),
    Column("elderly", Boolean, nullable=False, server_default=false()),
    Column("by_phone", Boolean, nullable=False, server_default=false()),
    Column("agent_at", Moment),
    Column("requeued", Integer, nullable=False, server_default="0"),
    Column("close_reason", String(32), nullable=False, server_default=""),
    Index("ix_handoffs_status_created_at", "status", "created_at"),
)

talk_ratings = Table(
    "talk_ratings",
    metadata,
    Column("conversation_id", ForeignKey(conversations.c.id, ondelete="CASCADE"), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("solved", Boolean, nullable=False),
    Column("satisfied", String(16), nullable=False),
)
