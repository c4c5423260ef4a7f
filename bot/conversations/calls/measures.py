"""How quick calls are answered: for Prometheus and for the staff's page. No personal data.

Rasa answers in one request, so understanding isn't seen from here. The action server tells how long the action that
replied took (bot/running/action_times.py): that is `action`, knowledge base and database included. `understanding` is
all the rest between text and answer: completing the sentence, Rasa's model, its rules and its record of the talk,
checks of a form, and writing down both turns. Turns to which no action replied have neither. Where the answer was
prepared early both tell of that, so that they may come to more than the time from text to answer.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from bot.conversations.foresight import Foresight

_LATE_S = 0.06  # a frame later than this is heard as a gap
_KEPT = 500  # turns on the staff's page
_BUCKETS = (0.05, 0.1, 0.2, 0.3, 0.45, 0.7, 1.0, 1.2, 1.5, 2.0, 3.0, 5.0)
STAGES = {
    "text": "说完到文字",
    "answer": "文字到答案",
    "understanding": "其中：理解",
    "action": "其中：办理",
    "sound": "答案到出声",
    "whole": "说完到出声",
}


@dataclass
class TurnTimes:
    """Moments of one turn, seconds of the loop's clock."""

    spoken: float  # the caller's last sound
    understood: float
    answered: float | None = None
    acted_s: float | None = None  # of that in the action server
    prepared_s: float | None = None  # spent on the answer before the caller had finished


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
        self._sent, self._sent_late = 0, 0

    def watch(self, foresight: Foresight) -> None:
        """Also tell how many answers were prepared before the turn was over, by what became of them."""
        prepared = Gauge(
            "hotline_answers_prepared", "Answers prepared early", ["became"], registry=self.registry
        )
        prepared.labels("used").set_function(lambda: foresight.used)
        prepared.labels("thrown_away").set_function(lambda: foresight.thrown_away)

    def frame(self, late_s: float) -> None:
        """Count one frame that was `late_s` behind its time."""
        self._frames.inc()
        self._sent += 1
        if late_s > _LATE_S:
            self._late.inc()
            self._sent_late += 1

    @property
    def late_per_thousand(self) -> float:
        """Return how many of a thousand frames were late since the start."""
        return self._sent_late / self._sent * 1000 if self._sent else 0.0

    def turn(self, times: TurnTimes, sounded: float) -> None:
        """Count a turn whose answer began to sound at `sounded`."""
        answered = times.answered if times.answered is not None else sounded
        stages = {
            "text": times.understood - times.spoken,
            "answer": answered - times.understood,
            "sound": sounded - answered,
            "whole": sounded - times.spoken,
        }
        if times.acted_s is not None:
            stages["action"] = times.acted_s
            worked = stages["answer"] if times.prepared_s is None else times.prepared_s
            stages["understanding"] = worked - times.acted_s
        for stage, seconds in stages.items():
            self._stages.labels(stage).observe(max(0.0, seconds))
        self._turns.append(stages)

    def summary(self) -> list[tuple[str, float, float]]:
        """Return (stage, p50, p95) in seconds over the last turns; a stage is missing before its second turn."""
        seconds = {stage: [turn[stage] for turn in self._turns if stage in turn] for stage in STAGES}
        return [
            (label, *_p50_p95(seconds[stage])) for stage, label in STAGES.items() if len(seconds[stage]) > 1
        ]


def _p50_p95(values: Sequence[float]) -> tuple[float, float]:
    cuts = quantiles(values, n=20, method="inclusive")
    return cuts[9], cuts[18]
