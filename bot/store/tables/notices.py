"""The outbox: messages that are to be delivered."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from bot.store.tables.base import Moment, metadata

notices = Table(
    "notices",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(160), nullable=False, unique=True),
    Column("kind", String(32), nullable=False),
    Column("recipient", String(96), nullable=False),
    Column("subject", String(128), nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
    Column("next_try_at", Moment, nullable=False),
    Column("order_number", String(12), index=True),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("sent_at", Moment),
    Column("delivered_by", String(64), nullable=False, server_default=""),
    Column("error", Text, nullable=False, server_default=""),
    Index("ix_notices_sent_at_next_try_at", "sent_at", "next_try_at"),
)
