"""The three processes of one machine, kept alive by supervisord and stopped together."""

import ctypes
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings
from bot.studio.environment import nlu_environment

_STOP_S = 4.0  # after that what is left is killed; a person who pressed Ctrl-C waits no longer than 5 s
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """One process: its name, its command line and its environment."""

    name: str
    command: list[str]
    environment: Mapping[str, str]


def programs(settings: Settings, model: Path, packed: str) -> list[Program]:
    """Return what runs: Rasa, the action server, the hotline. `packed` is the understanding inside Rasa's model."""
    endpoints = settings.var / "run" / "endpoints.yml"
    rasa = [str(settings.rasa_python), "-m", "rasa", "run", "--model", str(model), "--enable-api"]
    rasa += ["--interface", "127.0.0.1", "--port", str(settings.rasa_port)]
    rasa += ["--endpoints", str(endpoints), "--credentials", "credentials.yml"]
    own = [sys.executable, "-m", "bot.cli"]
    return [
        Program("rasa", rasa, nlu_environment(HOTLINE_VAR=str(settings.var), HOTLINE_PACKED=packed)),
        Program("actions", [*own, "serve-actions"], os.environ),
        Program("hotline", [*own, "serve-web"], os.environ),
    ]


def write_endpoints(settings: Settings) -> None:
    """Write Rasa's endpoints file for these settings."""
    path = settings.var / "run" / "endpoints.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"action_endpoint:\n  url: http://127.0.0.1:{settings.actions_port}/webhook\n"
        f"tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: {settings.tracker}\n",
        encoding="utf-8",
    )


class Supervisor:
    """supervisord as a child of this process: restarts what dies, and dies with us."""

    def __init__(self, settings: Settings, run: list[Program]) -> None:
        self._folder = settings.var / "run"
        self._log = settings.var / "log"
        self._programs = run
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start supervisord with our programs."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._log.mkdir(parents=True, exist_ok=True)
        config = self._folder / "supervisord.conf"
        config.touch(mode=0o600)  # first: it carries the environment, secrets included
        config.chmod(0o600)
        config.write_text(self._config(), encoding="utf-8")
        command = [sys.executable, "-m", "supervisor.supervisord", "--nodaemon", "-c", str(config)]
        with (self._log / "supervisord.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, start_new_session=True, preexec_fn=_die_with_parent
            )

    def running(self) -> bool:
        """Return whether supervisord is alive."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Stop everything within 5 s and leave nothing behind."""
        if self._process is None:
            return
        children = self._children()
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
        for pid in children:  # each is the leader of its own group
            try:
                os.killpg(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def _children(self) -> list[int]:
        assert self._process is not None
        listed = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return [int(pid) for pid in listed.read_text().split()] if listed.exists() else []

    def _config(self) -> str:
        head = (
            "[supervisord]\n"
            f"pidfile={self._folder / 'supervisord.pid'}\n"
            f"logfile={self._log / 'supervisord.log'}\nlogfile_maxbytes=5MB\nlogfile_backups=2\n"
            f"childlogdir={self._log}\n"
        )
        return head + "".join(self._section(program) for program in self._programs)

    def _section(self, program: Program) -> str:
        changed = {k: v for k, v in program.environment.items() if os.environ.get(k) != v}
        environment = ",".join(f'{key}="{_escaped(value)}"' for key, value in changed.items())
        return (
            f"\n[program:{program.name}]\n"
            f"command={_escaped(shlex.join(program.command))}\n"
            f"environment={environment}\n"
            f"stdout_logfile={self._log / program.name}.log\n"
            "redirect_stderr=true\nstdout_logfile_maxbytes=10MB\nstdout_logfile_backups=3\n"
            "autorestart=true\nstartsecs=1\nstartretries=1000000\n"
            "stopasgroup=true\nkillasgroup=true\nstopwaitsecs=3\n"
        )


def _escaped(text: str) -> str:
    """Return `text` for supervisord's configuration, where % begins a variable."""
    return text.replace("%", "%%")


def _die_with_parent() -> None:
    """Ask the kernel to end supervisord when we end, even by SIGKILL (Linux)."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
