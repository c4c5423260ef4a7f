"""Who has the floor in a call, and what differs between kinds of calls."""

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """Who has the floor."""

    LISTENING = "listening"
    COLLECTING = "collecting"  # keys of a number are being pressed
    THINKING = "thinking"
    SPEAKING = "speaking"
    TRANSFERRING = "transferring"
    ENDED = "ended"


@dataclass(frozen=True)
class CallPolicy:
    """What differs between kinds of calls; times in seconds."""

    greets: bool = True
    silence_s: float | None = 8.0  # without a word before we ask whether somebody is there; None: never
    transfers: bool = True  # the call itself is passed to a person; otherwise the conversation only
    filler_s: float = 1.2
    lost_s: float = 15.0  # without an answer before we give up on a question
    most_s: float = 1800.0
    full: bool = False  # no place for one more: says so, and passes the caller on
