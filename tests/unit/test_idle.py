"""Work in the background leaves the processors to others."""

import subprocess
import sys

_ASKED = """
import os, threading
from bot.idle import yield_to_all
waiting = threading.Event()
thread = threading.Thread(target=waiting.wait)
thread.start()
yield_to_all()
print(*(os.sched_getscheduler(each) == os.SCHED_IDLE for each in (os.getpid(), thread.native_id)))
waiting.set()
"""


def test_a_process_that_yields_runs_with_all_its_threads_when_nobody_else_does() -> None:
    told = subprocess.run([sys.executable, "-c", _ASKED], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "True"]
