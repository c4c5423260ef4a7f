"""Work that nobody waits for takes only what others leave of the processors."""

import os
from contextlib import suppress
from pathlib import Path


def yield_to_all() -> None:
    """Let everything else on the machine go before all threads of this process; where that isn't allowed, nearly everything."""
    os.nice(19)
    for thread in Path("/proc/self/task").iterdir():  # numpy started its own when it was imported
        with suppress(OSError):
            os.sched_setscheduler(int(thread.name), os.SCHED_IDLE, os.sched_param(0))
