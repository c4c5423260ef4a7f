"""What a call needs of the line it runs over."""

from typing import Any, Protocol

FRAME_S = 0.02  # of sound in one frame: what telephony sends everywhere


class Line(Protocol):
    """One connection to one caller. No method may block or raise: a line that is gone swallows what it gets."""

    name: str  # page, audiosocket or sip
    rate: int  # Hz, both ways; PCM16 LE mono
    lead_s: float  # of sound the line may hold ahead of what is heard
    continuous: bool  # silence has to be sent too

    def send(self, pcm: bytes) -> None:
        """Hand over one frame of sound."""
        ...

    def drop(self) -> None:
        """Throw away the sound that was handed over and isn't heard yet."""
        ...

    def tell(self, event: dict[str, Any]) -> None:
        """Tell what happened, to lines that show it."""
        ...

    def transfer(self) -> None:
        """Pass the call to a person; the line reports back if nobody answers."""
        ...

    def hang_up(self) -> None:
        """End the call."""
        ...
