"""How long a call lives without a sign of life, and who gives it (RFC 4028)."""

from dataclasses import dataclass

from bot.channels.sip.message import Message, parameter

MIN_S = 90
_USUAL_S = 1800


class TooShort(ValueError):
    """The other side wants a sign of life more often than we allow."""


@dataclass(frozen=True)
class SessionTimer:
    """`seconds` after the last sign of life the call is over; `ours`: we give it, otherwise the caller does."""

    seconds: int
    ours: bool

    @property
    def header(self) -> tuple[str, str]:
        """Return the header that says so in our 200."""
        return ("session-expires", f"{self.seconds};refresher={'uas' if self.ours else 'uac'}")


def agreed(invite: Message) -> SessionTimer | None:
    """Return the timer for a call or a refresh of it, None when the caller knows none. Raises TooShort."""
    if "timer" not in _words(invite, "supported") | _words(invite, "require"):
        return None
    wished = invite.get("session-expires")
    if not wished:
        return SessionTimer(_USUAL_S, ours=False)
    seconds = wished.partition(";")[0].strip()
    if not (seconds.isdigit() and seconds.isascii()) or int(seconds[:9]) < MIN_S:
        raise TooShort
    return SessionTimer(min(int(seconds[:9]), 24 * 3600), ours=parameter(wished, "refresher") == "uas")


def _words(message: Message, name: str) -> set[str]:
    return {word.strip().lower() for value in message.all(name) for word in value.split(",")}
