"""The site that is measured, and what it costs the machine."""

import os
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.stack import Site


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


def metric(site: Site, name: str) -> float:
    """Return the sum of a counter or gauge over its labels."""
    lines = httpx.get(f"{site.url}/metrics", timeout=10, trust_env=False).text.splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.split("{")[0].split(" ")[0] == name)


def token(site: Site) -> str:
    """Return what the exchange shows."""
    return (site.var / "calls-token").read_text(encoding="ascii").strip()
