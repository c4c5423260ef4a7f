"""Work orders, their log, their files, and what citizens said when asked afterwards."""

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text, false

from bot.store.tables.base import Id, Moment, metadata
from bot.store.tables.talks import conversations

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
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("channel", String(16), nullable=False, server_default="web"),
    Column("kind", String(16), nullable=False, server_default="help"),
    Column("urgency", String(16), nullable=False, server_default="general"),
    Column("category", String(64)),
    Column("unit", String(32)),
    Column("caller_hash", String(64), index=True),
    Column("keep_secret", Boolean, nullable=False, server_default=false()),
    Column("lat", Float),
    Column("lon", Float),
    Column("parent", String(12), index=True),
    Column("due_at", Moment),
    Column("contact_due_at", Moment),
    Column("dispatched_at", Moment),
    Column("signed_at", Moment),
    Column("contacted_at", Moment),
    Column("reported_at", Moment),
    Column("closed_at", Moment),
    Column("review_at", Moment),
    Column("report", Text, nullable=False, server_default=""),
    Column("closed_reason", Text, nullable=False, server_default=""),
    Column("resume", String(16)),
    Column("supervised", Boolean, nullable=False, server_default=false()),
    Column("no_return", Boolean, nullable=False, server_default=false()),
    Column("extended", Integer, nullable=False, server_default="0"),
    Column("redone", Integer, nullable=False, server_default="0"),
    Column("returned", Integer, nullable=False, server_default="0"),
    Column("urged", Integer, nullable=False, server_default="0"),
    Column("attention_at", Moment, index=True),  # when the deadline sweep looks at it next
    Index("ix_work_orders_created_at_number", "created_at", "number"),
    Index("ix_work_orders_status_created_at_number", "status", "created_at", "number"),
    Index("ix_work_orders_status_due_at_number", "status", "due_at", "number"),
    Index("ix_work_orders_unit_status_due_at_number", "unit", "status", "due_at", "number"),
    Index("ix_work_orders_unit_created_at_number", "unit", "created_at", "number"),
    Index("ix_work_orders_category_created_at_number", "category", "created_at", "number"),
)

work_order_events = Table(  # only ever added to: triggers refuse anything else
    "work_order_events",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("order_number", ForeignKey(work_orders.c.number), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("action", String(32), nullable=False),
    Column("from_status", String(16)),
    Column("to_status", String(16)),
    Column("note", Text, nullable=False),
    Column("role", String(16)),
    Column("data", JSON(none_as_null=True)),
)

order_callbacks = Table(
    "order_callbacks",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("order_number", ForeignKey(work_orders.c.number), nullable=False, index=True),
    Column("at", Moment, nullable=False, index=True),
    Column("actor", String(64), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("valid", Boolean, nullable=False),
    Column("contacted", Boolean),
    Column("solved", Boolean),
    Column("satisfied", String(16)),
    Column("note", Text, nullable=False),
    Column("key", String(160), nullable=False, unique=True),
)

attachments = Table(
    "attachments",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("order_number", ForeignKey(work_orders.c.number), nullable=False, index=True),
    Column("name", String(128), nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("added_by", String(64), nullable=False),
    Column("at", Moment, nullable=False),
)
