"""Calls, and who opened their recordings."""

from sqlalchemy import Column, ForeignKey, String, Table

from bot.store.tables.base import Id, Moment, metadata
from bot.store.tables.talks import conversations

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
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("call_id", String(36), nullable=False, index=True),
    Column("staff", String(64), nullable=False),
    Column("at", Moment, nullable=False),
)
