"""Runs the `hotline` command as an operator does."""

import os
import subprocess
from collections.abc import Mapping


def hotline(
    *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one command to its end and return what it said."""
    return subprocess.run(
        [".venv/bin/hotline", *arguments],
        env={**(environment or os.environ)},
        capture_output=True,
        text=True,
        timeout=120,
    )
