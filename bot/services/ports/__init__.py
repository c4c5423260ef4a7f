"""What services need of the store and of the outside, as interfaces: tests have their own."""

from bot.services.ports.base import Clock, Conflict
from bot.services.ports.outside import DialogueRecord, PasswordHasher, RecordingFiles
from bot.services.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory

__all__ = [
    "Clock",
    "Conflict",
    "DialogueRecord",
    "PasswordHasher",
    "RecordingFiles",
    "UnitOfWork",
    "UnitOfWorkFactory",
]
