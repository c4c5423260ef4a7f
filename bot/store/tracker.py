"""Rasa's own record of running talks: the one thing we do to it is to shorten it."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine, inspect, text


class TrackerStore:
    """The SQLite file in which Rasa keeps every event of every talk, citizens' words included."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def purge(self, before: datetime) -> int:
        """Delete all of each talk in which nothing has happened since `before`; return how many talks."""
        if not self._file.exists():
            return 0
        engine = create_engine(f"sqlite:///{self._file.as_posix()}", hide_parameters=True)
        try:
            with engine.begin() as connection:
                if not inspect(connection).has_table("events"):
                    return 0
                ended = "SELECT sender_id FROM events GROUP BY sender_id HAVING max(timestamp) < :before"
                moment = {"before": before.timestamp()}
                count = connection.execute(text(f"SELECT count(*) FROM ({ended})"), moment).scalar_one()  # noqa: S608
                connection.execute(text(f"DELETE FROM events WHERE sender_id IN ({ended})"), moment)  # noqa: S608
                return int(count)
        finally:
            engine.dispose()
