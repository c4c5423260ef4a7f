"""What all services need: a clock, and to be told when somebody else was quicker."""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]  # the present, as an aware UTC datetime


class Conflict(Exception):
    """Somebody else wrote the same key a moment earlier."""
