"""Cuts a stream of sound into utterances: hysteresis around a probability, the sound before it kept."""

from collections import deque
from dataclasses import dataclass
from typing import Literal, Protocol

PRE_ROLL_S = 0.3  # of sound before the first window judged speech; soft initials lie there
_HYSTERESIS = (
    0.15  # speech goes on until the probability is this far below the threshold (as Silero's own does)
)
# A word as short as 嗯 (0.13 s) or 对 (0.19 s) is believed when so much of it is this sure; coughs and clicks rarely are.
_SHORT_S, _SURE = 0.09, 0.8
PAUSE_S = 0.3  # of silence within an utterance that is told: whoever waits for its end may begin to prepare


class VadStream(Protocol):
    """Judges one stream, window by window."""

    def probability(self, pcm: bytes) -> float:
        """Return how likely one window of PCM16 is speech, 0.0 to 1.0."""
        ...


class Vad(Protocol):
    """What a gate needs of a voice activity detector: rate in Hz, window in samples, a stream's state."""

    rate: int
    window: int

    def stream(self) -> VadStream:
        """Return the state of a new stream."""
        ...


@dataclass(frozen=True)
class GateEvent:
    """Something about speech at `at_s` seconds of the stream.

    speech_start: `at_s` is where speech began, `pre_roll` the PCM16 from PRE_ROLL_S before that until now.
    speech: `pcm` is the sound that followed, one window.
    pause: nothing was heard for PAUSE_S since `at_s`; told once for each silence, before it is long enough to end it.
    speech_end: `at_s` is where the last speech was heard.
    """

    kind: Literal["speech_start", "speech", "pause", "speech_end"]
    at_s: float
    pre_roll: bytes = b""
    pcm: bytes = b""


class SpeechGate:
    """Finds utterances in one stream of PCM16 mono at the detector's rate; not shared between threads.

    `start_s` of speech opens the gate, and so does a short word that is over; `stop_s` of silence closes it, `max_s`
    closes it in endless noise.
    `stop_s` may be changed while running: people who dictate a number make longer pauses.
    """

    def __init__(
        self,
        vad: Vad,
        start_s: float = 0.2,
        stop_s: float = 0.6,
        threshold: float = 0.5,
        max_s: float = 20.0,
    ) -> None:
        self.stop_s = stop_s
        self._stream = vad.stream()
        self._size = vad.window * 2
        self._step = vad.window / vad.rate
        self._start_s, self._threshold, self._max_s = start_s, threshold, max_s
        self._recent: deque[bytes] = deque(maxlen=round((PRE_ROLL_S + 2 * start_s) / self._step) + 2)
        self._waiting = b""
        self._windows = 0  # judged so far: the stream's clock
        self._speech = 0  # windows of speech not yet believed
        self._sure = 0  # those of them that are surely speech
        self._paused = False  # the running silence was told
        self._began: float | None = None  # where the speech being heard (believed or not) began
        self._last = 0.0  # where speech was last heard
        self._open = False

    @property
    def is_open(self) -> bool:
        """Return whether somebody is speaking."""
        return self._open

    @property
    def speech_s(self) -> float:
        """Return how long somebody has been speaking, up to the last speech heard; 0.0 when nobody speaks."""
        return self._last - (self._began or 0.0) if self._open else 0.0

    @property
    def now_s(self) -> float:
        """Return how much of the stream was judged, in seconds."""
        return self._windows * self._step

    def feed(self, pcm: bytes) -> list[GateEvent]:
        """Take PCM16 bytes of any length and return what happened in them, in order."""
        self._waiting += pcm
        events: list[GateEvent] = []
        while len(self._waiting) >= self._size:
            window, self._waiting = self._waiting[: self._size], self._waiting[self._size :]
            probability = self._stream.probability(window)
            self._windows += 1
            events += (
                self._while_open(window, probability) if self._open else self._closed(window, probability)
            )
        return events

    def _closed(self, window: bytes, probability: float) -> list[GateEvent]:
        self._recent.append(window)
        if probability < self._threshold:
            return self._dipped()
        if self._began is None:
            self._began = self.now_s - self._step
        self._speech += 1
        self._sure += probability >= _SURE
        self._last = self.now_s
        if self._speech * self._step < self._start_s - 1e-9:
            return []
        return [self._opened()]

    def _dipped(self) -> list[GateEvent]:
        if self._sure * self._step >= _SHORT_S:
            return [self._opened()]
        self._speech = max(0, self._speech - 1)  # a short dip doesn't undo what was heard
        if self._speech == 0:
            self._began, self._sure = None, 0
        return []

    def _opened(self) -> GateEvent:
        began = self.now_s - self._step if self._began is None else self._began
        kept = round((self.now_s - began + PRE_ROLL_S) / self._step)
        pre_roll = b"".join(list(self._recent)[-kept:])
        self._open, self._began, self._paused = True, began, False
        self._recent.clear()
        return GateEvent("speech_start", began, pre_roll=pre_roll)

    def _while_open(self, window: bytes, probability: float) -> list[GateEvent]:
        events = [GateEvent("speech", self.now_s, pcm=window)]
        if probability >= self._threshold - _HYSTERESIS:
            self._last, self._paused = self.now_s, False
        silence = self.now_s - self._last + 1e-9
        if silence >= self.stop_s or self.now_s - (self._began or 0.0) >= self._max_s:
            self._open, self._began, self._speech, self._sure = False, None, 0, 0
            events.append(GateEvent("speech_end", self._last))
        elif silence >= PAUSE_S and not self._paused:
            self._paused = True
            events.append(GateEvent("pause", self._last))
        return events
