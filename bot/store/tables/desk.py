"""What agents keep beside talks, and the calls that were promised."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from bot.store.tables.base import Id, Moment, metadata
from bot.store.tables.talks import conversations

private_notes = Table(
    "private_notes",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("conversation_id", ForeignKey(conversations.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("author", String(64), nullable=False),
    Column("text", Text, nullable=False),
)

reply_drafts = Table(
    "reply_drafts",
    metadata,
    Column("username", String(64), primary_key=True),
    Column("conversation_id", ForeignKey(conversations.c.id, ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("updated_at", Moment, nullable=False),
)

canned_answers = Table(
    "canned_answers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("title", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("group", String(16)),
    Column("author", String(64), nullable=False),
    Column("updated_at", Moment, nullable=False),
)

callback_requests = Table(
    "callback_requests",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation_id", ForeignKey(conversations.c.id, ondelete="SET NULL"), index=True),
    Column("phone", String(16), nullable=False),
    Column("wanted_from", Moment, nullable=False),
    Column("wanted_to", Moment, nullable=False),
    Column("group", String(16), nullable=False),
    Column("about", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("key", String(160), nullable=False, unique=True),
    Column("agent", String(64)),
    Column("note", Text, nullable=False, server_default=""),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("done_at", Moment),
    Index("ix_callback_requests_status_wanted_from", "status", "wanted_from"),
)
