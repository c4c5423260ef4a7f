"""The site that is measured, and what it costs the machine."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.stack import Site

_IDLE = 0.1  # of a core


@dataclass(frozen=True)
class Held:
    """What the serving process holds."""

    memory_mb: float
    handles: int
    processes: int


def held(site: Site) -> Held:
    """Return what the web process holds now."""
    pid = site.child("serve-web")
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    memory = next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return Held(int(memory) / 1024, len(os.listdir(f"/proc/{pid}/fd")), len(children))


def settled(site: Site, patience_s: float = 300.0) -> None:
    """Wait until what a first start prepares (prompts, the recogniser's graph) is done: the site is idle for 5 s."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        before = _cpu_s(site)
        time.sleep(5)
        if _cpu_s(site) - before < _IDLE * 5:
            return
    raise TimeoutError("the site doesn't come to rest")


def _cpu_s(site: Site) -> float:
    """Return the seconds of processor time of all processes of the site, ended ones included."""
    total = 0.0
    for folder in Path("/proc").iterdir():
        try:
            if (
                not folder.name.isdigit()
                or f"HOTLINE_VAR={site.var}".encode() not in (folder / "environ").read_bytes()
            ):
                continue
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            total += sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")
        except (OSError, ProcessLookupError):
            continue
    return total


def metric(site: Site, name: str) -> float:
    """Return a counter or gauge: summed over its labels, or of one labelling written as in the metrics' text."""
    lines = httpx.get(f"{site.url}/metrics", timeout=10, trust_env=False).text.splitlines()
    names = [(line.rpartition(" ")[0], line) for line in lines]
    return sum(float(line.split()[-1]) for full, line in names if name in (full, full.split("{")[0]))


def token(site: Site) -> str:
    """Return what the exchange shows."""
    return (site.var / "calls-token").read_text(encoding="ascii").strip()
