"""The FAQ studio: drafts, releases, treated sentences, test sentences."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "faq_drafts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("base", sa.String(length=16), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("open_key", sa.String(length=80), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("editors", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reviewer", sa.String(length=64), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("release", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_drafts")),
        sa.UniqueConstraint("open_key", name=op.f("uq_faq_drafts_open_key")),
    )
    with op.batch_alter_table("faq_drafts", schema=None) as batch_op:
        batch_op.create_index("ix_faq_drafts_kind_key", ["kind", "key"], unique=False)
        batch_op.create_index(batch_op.f("ix_faq_drafts_release"), ["release"], unique=False)
        batch_op.create_index(batch_op.f("ix_faq_drafts_state"), ["state"], unique=False)

    op.create_table(
        "faq_releases",
        sa.Column(
            "number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("folder", sa.String(length=64), nullable=True),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("busy", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("trained", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("stage", sa.String(length=64), nullable=False),
        sa.Column("report", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("live_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overruled_by", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_faq_releases")),
        sa.UniqueConstraint("busy", name=op.f("uq_faq_releases_busy")),
    )
    with op.batch_alter_table("faq_releases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_faq_releases_folder"), ["folder"], unique=False)
        batch_op.create_index(batch_op.f("ix_faq_releases_state"), ["state"], unique=False)

    op.create_table(
        "faq_test_sentences",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=True),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_test_sentences")),
    )
    with op.batch_alter_table("faq_test_sentences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_faq_test_sentences_topic"), ["topic"], unique=False)

    op.create_table(
        "faq_treated",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("treatment", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_faq_treated")),
    )
    with op.batch_alter_table("faq_treated", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_faq_treated_at"), ["at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("faq_treated", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_faq_treated_at"))

    op.drop_table("faq_treated")
    with op.batch_alter_table("faq_test_sentences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_faq_test_sentences_topic"))

    op.drop_table("faq_test_sentences")
    with op.batch_alter_table("faq_releases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_faq_releases_state"))
        batch_op.drop_index(batch_op.f("ix_faq_releases_folder"))

    op.drop_table("faq_releases")
    with op.batch_alter_table("faq_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_faq_drafts_state"))
        batch_op.drop_index(batch_op.f("ix_faq_drafts_release"))
        batch_op.drop_index("ix_faq_drafts_kind_key")

    op.drop_table("faq_drafts")
