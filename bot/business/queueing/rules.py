"""The numbers by which the queue works; a site sets them in `reference/office.yml`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class QueueRules:
    """`automatic`: talks are given to agents; otherwise agents take them. All times are seconds."""

    automatic: bool = True
    silent_after_s: int = 120  # an agent who doesn't answer for so long loses the talk
    lost_after_s: int = 45  # an agent whose page shows no life for so long isn't there
    overflow_after_s: int = 60  # who waited so long may be taken by 综合, three times so long by anybody
