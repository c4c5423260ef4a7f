"""What citizens asked that went less than well: gathered, masked, treated."""

from bot.services.ports import Clock, UnitOfWorkFactory


class AskedService:
    """Use cases of citizens' sentences."""

    def __init__(self, unit_of_work: UnitOfWorkFactory, now: Clock) -> None:
        self._work = unit_of_work
        self._now = now
