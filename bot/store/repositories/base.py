"""What all repositories do: one connection, rows to objects."""

from typing import Any, TypeVar

from sqlalchemy import Connection, Select, insert
from sqlalchemy.exc import IntegrityError

from bot.services.ports import Conflict
from bot.store.rows import to_object

T = TypeVar("T")


class Repository:
    """Reads and writes over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _one(self, kind: type[T], query: Select[Any], lock: bool = False) -> T | None:
        """Return the object that `query` finds. FOR UPDATE is PostgreSQL's; SQLite has one writer anyway."""
        row = self._connection.execute(query.with_for_update() if lock else query).mappings().first()
        return None if row is None else to_object(kind, row)

    def _all(self, kind: type[T], query: Select[Any]) -> list[T]:
        return [to_object(kind, row) for row in self._connection.execute(query).mappings()]

    def _insert(self, table: Any, values: dict[str, Any]) -> Any:
        try:
            return self._connection.execute(insert(table).values(values))
        except IntegrityError as error:
            raise Conflict(table.name) from error
