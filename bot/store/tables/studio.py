"""The studio: drafts, releases, what was done with citizens' sentences, the site's own test sentences."""

from sqlalchemy import JSON, Boolean, Column, Float, Index, Integer, String, Table, Text, false

from bot.store.tables.base import Id, Moment, metadata

faq_drafts = Table(
    "faq_drafts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("key", String(64), nullable=False),
    Column("content", JSON(none_as_null=True)),
    Column("base", String(16)),
    Column("state", String(16), nullable=False, index=True),
    Column("open_key", String(80), unique=True),  # kind:key while it is open, so that there is one
    Column("version", Integer, nullable=False),
    Column("editors", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("updated_by", String(64), nullable=False),
    Column("note", Text, nullable=False),
    Column("reviewer", String(64)),
    Column("reviewed_at", Moment),
    Column("review_note", Text, nullable=False),
    Column("publish_at", Moment),
    Column("release", Integer, index=True),
    Index("ix_faq_drafts_kind_key", "kind", "key"),
)

faq_releases = Table(
    "faq_releases",
    metadata,
    Column("number", Id, primary_key=True, autoincrement=True),
    Column("folder", String(64), index=True),
    Column("parent", Integer),
    Column("state", String(16), nullable=False, index=True),
    Column("busy", Integer, unique=True),  # 1 while it is being made, so that there is one
    Column("created_at", Moment, nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("note", Text, nullable=False),
    Column("changes", JSON, nullable=False),
    Column("trained", Boolean, nullable=False, server_default=false()),
    Column("progress", Float, nullable=False),
    Column("stage", String(64), nullable=False),
    Column("report", JSON(none_as_null=True)),
    Column("problem", Text),
    Column("live_at", Moment),
    Column("overruled_by", String(64)),
    Column("reason", Text, nullable=False),
)

faq_treated = Table(
    "faq_treated",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("text", Text, nullable=False),
    Column("treatment", String(16), nullable=False),
    Column("topic", String(64)),
    Column("by", String(64), nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

faq_test_sentences = Table(
    "faq_test_sentences",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("text", Text, nullable=False),
    Column("topic", String(64), index=True),
    Column("channel", String(8), nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", Moment, nullable=False),
)
