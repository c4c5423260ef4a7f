"""Sound that waits to be heard: frame by frame, held, gone on with, thrown away."""


class Playout:
    """PCM16 of one rate. Keeps what was taken since the queue was last empty, so that it can step back."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._pcm = bytearray()
        self._at = 0
        self._held = False

    @property
    def left_s(self) -> float:
        """Return the seconds that wait."""
        return (len(self._pcm) - self._at) / 2 / self._rate

    def add(self, pcm: bytes) -> None:
        """Queue sound."""
        if self._at == len(self._pcm) and not self._held:
            self._pcm, self._at = bytearray(), 0
        self._pcm += pcm

    def take(self, size: int) -> bytes:
        """Return the next `size` bytes, filled up with silence at the end; nothing when held or empty."""
        if self._held or self._at == len(self._pcm):
            return b""
        frame = bytes(self._pcm[self._at : self._at + size])
        self._at += len(frame)
        return frame.ljust(size, b"\0")

    def hold(self, back_s: float) -> None:
        """Stop, and step back over `back_s` seconds that were taken but not heard."""
        self._held = True
        self._at = max(0, self._at - round(back_s * self._rate) * 2)

    def resume(self) -> None:
        """Go on."""
        self._held = False

    def flush(self) -> None:
        """Throw everything away."""
        self._pcm, self._at, self._held = bytearray(), 0, False
