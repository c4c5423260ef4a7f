"""How quick calls are answered: for Prometheus and for the staff's page. No personal data."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_LATE_S = 0.06  # a frame later than this is heard as a gap
_KEPT = 500  # turns on the staff's page
_BUCKETS = (0.05, 0.1, 0.2, 0.3, 0.45, 0.7, 1.0, 1.2, 1.5, 2.0, 3.0, 5.0)
STAGES = {
    "text": "说完到文字",
    "answer": "文字到答案",
    "sound": "答案到出声",
    "whole": "说完到出声",
}


@dataclass
class TurnTimes:
    """Moments of one turn, seconds of the loop's clock."""

    spoken: float  # the caller's last sound
    understood: float
    answered: float | None = None


class CallMeasures:
    """Counts of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self._stages = Histogram(
            "hotline_turn_seconds",
            "From the caller's last sound to our first, by stage",
            ["stage"],
            buckets=_BUCKETS,
            registry=registry,
        )
        self._frames = Counter("hotline_frames", "Frames of sound sent", registry=registry)
        self._late = Counter("hotline_frames_late", "Frames later than 60 ms", registry=registry)
        self.calls = Gauge("hotline_calls", "Calls going on", ["line"], registry=registry)
        self.ended = Counter(
            "hotline_calls_ended", "Calls by outcome", ["line", "outcome"], registry=registry
        )
        self._turns: deque[dict[str, float]] = deque(maxlen=_KEPT)

    def frame(self, late_s: float) -> None:
        """Count one frame that was `late_s` behind its time."""
        self._frames.inc()
        if late_s > _LATE_S:
            self._late.inc()

    def turn(self, times: TurnTimes, sounded: float) -> None:
        """Count a turn whose answer began to sound at `sounded`."""
        answered = times.answered if times.answered is not None else sounded
        stages = {
            "text": times.understood - times.spoken,
            "answer": answered - times.understood,
            "sound": sounded - answered,
            "whole": sounded - times.spoken,
        }
        for stage, seconds in stages.items():
            self._stages.labels(stage).observe(max(0.0, seconds))
        self._turns.append(stages)

    def summary(self) -> list[tuple[str, float, float]]:
        """Return (stage, p50, p95) in seconds over the last turns; empty before the second."""
        if len(self._turns) < 2:
            return []
        return [(label, *_p50_p95([turn[stage] for turn in self._turns])) for stage, label in STAGES.items()]


def _p50_p95(values: Sequence[float]) -> tuple[float, float]:
    cuts = quantiles(values, n=20, method="inclusive")
    return cuts[9], cuts[18]
