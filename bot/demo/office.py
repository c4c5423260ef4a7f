"""What the demo's staff needs: accounts, sentences ready to send, deadlines that are looked after."""

from datetime import timedelta

from bot.bootstrap import Services
from bot.business.notices.delivery import Delivery, after_try
from bot.business.notices.notice import Notice
from bot.business.queueing.presence import PresenceState
from bot.business.staff import Staff
from bot.demo import people, words
from bot.demo.people import Account
from bot.demo.timeline import Life

_EVERY = timedelta(hours=6)
_BATCH = 500  # notices
_PRESENCE = (None, PresenceState.ONLINE, PresenceState.ONLINE, PresenceState.AWAY, PresenceState.OFFLINE)


class Office:
    """Opens and closes the demo; `ours` are the numbers of its orders and the ids of its promised calls."""

    def __init__(self, services: Services, ours: set[str]) -> None:
        self._services = services
        self._ours = ours

    def open(self, password: str) -> None:
        """Add the accounts of agents and units."""
        for account in people.AGENTS:
            self._add(account, password)
        for unit in people.UNITS:
            name = self._services.catalogue().unit(unit).name
            self._add(people.of_unit(unit, name), password)

    def close(self, password: str) -> None:
        """Look after deadlines a last time, say who is there, and add the supervisor, who marks the demo as whole."""
        self._sweep()
        for account, state in zip(people.AGENTS, _PRESENCE, strict=True):
            if (
                state is not None
            ):  # one who never told of being there doesn't lose their talk while nobody looks
                self._services.presence.set(account.username, state)
        lead = self._add(people.SUPERVISOR, password)
        for title, text in words.CANNED:
            self._services.desk_things.save_canned(lead, title, text, None)

    def sweeps(self) -> Life:
        """Look after the deadlines, again and again."""
        while True:
            self._sweep()
            yield self._services.now() + _EVERY

    def _add(self, account: Account, password: str) -> Staff:
        return self._services.staff.add(
            account.username,
            password,
            account.name,
            account.role,
            account.unit,
            account.groups,
            account.capacity,
            given=False,
        )

    def _sweep(self) -> None:
        """Notices of invented orders and calls count as sent: nobody outside is told of them."""
        self._services.deadlines.sweep()
        while claimed := self._services.notices.due(_BATCH):
            with self._services.database.unit_of_work() as work:
                for notice in claimed:
                    if self._is_ours(notice):
                        work.notices.update(after_try(notice, Delivery(frozenset()), self._services.now()))
                work.commit()

    def _is_ours(self, notice: Notice) -> bool:
        return notice.order_number in self._ours or not self._ours.isdisjoint(notice.key.split(":"))
