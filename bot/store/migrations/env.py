"""Runs migrations over the connection that bot.store.database hands in."""

from typing import Any

from alembic import context

from bot.store.tables import Moment, metadata


def _render(kind: str, thing: Any, _: Any) -> str | bool:
    """Write our time type as the database's own, so that a migration doesn't depend on our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, Moment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_render,
    compare_type=True,
)
context.run_migrations()
