"""Accounts, whether their people are there, and what was done with them."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, Text, true

from bot.store.tables.base import Id, Moment, metadata

staff = Table(
    "staff",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("username", String(64), nullable=False, unique=True),
    Column("display_name", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("password_hash", String(256), nullable=False),
    Column("unit", String(32)),
    Column("groups", JSON, nullable=False, server_default='["general"]'),
    Column("capacity", Integer, nullable=False, server_default="3"),
    Column("password_changed_at", Moment),
)

login_failures = Table(
    "login_failures",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("username", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_login_failures_username_at", "username", "at"),
)

presence = Table(
    "presence",
    metadata,
    Column("username", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("since", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("active", Boolean, nullable=False, server_default=true()),
)

audit_log = Table(  # only ever added to: triggers refuse anything else
    "audit_log",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False, index=True),
    Column("actor", String(64), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("action", String(48), nullable=False),
    Column("target_kind", String(16), nullable=False),
    Column("target", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("allowed", Boolean, nullable=False, server_default=true()),
    Column("data", JSON(none_as_null=True)),
    Column("address", String(64), nullable=False),
    Index("ix_audit_log_target_kind_target", "target_kind", "target"),
)
