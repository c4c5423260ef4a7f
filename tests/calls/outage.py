"""Breaks parts of a running site, and mends what it broke."""

import asyncio
import os
import signal
import sqlite3
import threading

from tests.stack import Site

_MARKS = {"rasa": "-m rasa run", "actions": "serve-actions"}


class Outages:
    """What one call broke."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._frozen: list[int] = []
        self._locks: list[threading.Thread] = []

    async def kill(self, part: str) -> None:
        """Kill Rasa, which takes seconds to come back; freeze the actions, which would be back before a word is said."""
        pid = self._site.child(_MARKS[part])
        os.kill(pid, signal.SIGKILL if part == "rasa" else signal.SIGSTOP)
        if part == "actions":
            self._frozen.append(pid)

    async def back(self, part: str) -> None:
        """Wait until it works again."""
        self._thaw()
        await asyncio.to_thread(self._site.wait_for, "robot", "ok")

    async def lock_database(self, seconds: float) -> None:
        """Hold the write lock from now on for so long."""
        held = threading.Event()
        self._locks.append(threading.Thread(target=self._hold, args=(seconds, held)))
        self._locks[-1].start()
        await asyncio.to_thread(held.wait, 10)

    async def over(self) -> None:
        """Mend everything."""
        self._thaw()
        for lock in self._locks:
            await asyncio.to_thread(lock.join)

    def _hold(self, seconds: float, held: threading.Event) -> None:
        database = sqlite3.connect(self._site.var / "hotline.db", isolation_level=None, timeout=5)
        database.execute("BEGIN IMMEDIATE")
        held.set()
        threading.Event().wait(seconds)
        database.execute("ROLLBACK")
        database.close()

    def _thaw(self) -> None:
        for pid in self._frozen:
            os.kill(pid, signal.SIGCONT)
        self._frozen.clear()
