"""The whole running product for tests: started by `hotline run` itself, on free ports, with its own folder."""

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.integration.postgres import free_port

_START_S = 300  # a first run also trains the model


@dataclass
class Site:
    """A running 小政."""

    url: str
    staff: tuple[str, str]
    var: Path
    ports: dict[str, int]
    process: subprocess.Popen[str]
    output: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment in which `hotline` commands talk to this site."""
        ports = {f"HOTLINE_{name}": str(port) for name, port in self.ports.items()}
        return {**os.environ, **ports, "HOTLINE_VAR": str(self.var)}

    def child(self, marker: str) -> int:
        """Return the process id of the part whose command line contains `marker`."""
        for line in Path("/proc").iterdir():
            command = line / "cmdline"
            if line.name.isdigit() and command.exists():
                words = command.read_bytes().replace(b"\0", b" ").decode(errors="replace")
                if marker in words and self._is_ours(int(line.name)):
                    return int(line.name)
        raise LookupError(marker)

    def _is_ours(self, pid: int) -> bool:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
        return f"HOTLINE_VAR={self.var}".encode() in environment

    def ready(self) -> dict[str, str]:
        """Return the state of the parts."""
        parts: dict[str, str] = httpx.get(f"{self.url}/readyz", timeout=5, trust_env=False).json()["parts"]
        return parts

    def wait_for(self, part: str, state: str, seconds: float = 90) -> None:
        """Wait until a part is in a state."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.ready()[part] == state:
                return
            time.sleep(0.2)
        raise TimeoutError(f"{part} did not become {state}: {self.ready()}")


def free_ports() -> dict[str, int]:
    """Return a free port for each part."""
    return {
        name: free_port() for name in ("PORT", "RASA_PORT", "ACTIONS_PORT", "AUDIOSOCKET_PORT", "SIP_PORT")
    }


@contextmanager
def running_site(var: Path, **settings: str) -> Iterator[Site]:
    """Yield a running site; afterwards it is stopped as a person would, by Ctrl-C."""
    ports = free_ports()
    environment = {**os.environ, **{f"HOTLINE_{name}": str(port) for name, port in ports.items()}}
    environment |= {"HOTLINE_VAR": str(var), "HOTLINE_MESSAGES_PER_MINUTE": "10000"}
    environment |= {"HOTLINE_LOGINS_PER_QUARTER_HOUR": "10000"}
    environment |= {"HOTLINE_OFFICE": "tests/data/office_always_open.yml"}  # tests run at night too
    environment |= {f"HOTLINE_{name}": value for name, value in settings.items()}
    process = subprocess.Popen(
        [".venv/bin/hotline", "run"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    output: list[str] = []
    reading = threading.Thread(target=lambda: output.extend(process.stdout or ()), daemon=True)
    reading.start()
    try:
        _wait(process, output)
        found = re.search(r"用户名 (\S+)\s+密码 (\S+)", "".join(output))
        assert found, "the first start shows the administrator's password"
        url = f"http://127.0.0.1:{ports['PORT']}"
        yield Site(url, own_password(url, (found[1], found[2])), var, ports, process, output)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(30)  # on a busy machine


def own_password(url: str, staff: tuple[str, str]) -> tuple[str, str]:
    """Log in for the first time, with a given password, and choose an own one; return the name and the new one."""
    username, given = staff
    chosen = f"own-{given}"
    with httpx.Client(base_url=url, trust_env=False, follow_redirects=True) as browser:
        token = _token(browser.get("/agent/login"))
        browser.post("/agent/login", data={"username": username, "password": given, "csrf": token})
        form = {
            "current": given,
            "new": chosen,
            "again": chosen,
            "csrf": _token(browser.get("/staff/password")),
        }
        changed = browser.post("/staff/password", data=form)
    assert changed.status_code == 200, changed.text
    return username, chosen


def _token(page: httpx.Response) -> str:
    return page.text.split('name="csrf" value="')[1].split('"')[0]


def _wait(process: subprocess.Popen[str], output: list[str]) -> None:
    end = time.monotonic() + _START_S
    while "按 Ctrl-C 停止" not in "".join(output):
        assert process.poll() is None, "".join(output)
        assert time.monotonic() < end, "".join(output)
        time.sleep(0.2)
