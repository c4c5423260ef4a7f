"""What has to be true before anything starts, each said so that the reader knows what to do."""

import shutil
import socket
from pathlib import Path

from bot.settings import Settings

_DISK_MB = 500  # database, logs, speech cache and a training run fit well within


class NotReady(Exception):
    """Something stands in the way; the message says what and what to do."""


def check(settings: Settings) -> None:
    """Raise NotReady, naming everything that stands in the way at once."""
    problems = [*_ports(settings), *_disk(settings), *_rasa(settings)]
    if problems:
        raise NotReady("\n".join(f"· {each}" for each in problems))


def _ports(settings: Settings) -> list[str]:
    used = [("HOTLINE_PORT", settings.port), ("HOTLINE_RASA_PORT", settings.rasa_port)]
    used.append(("HOTLINE_ACTIONS_PORT", settings.actions_port))
    return [
        f"端口 {port} 已被占用。小政可能已经在运行；要换端口，请设置 {name}，例如：{name}={port + 1000} make run"
        for name, port in used
        if not _free(port)
    ]


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _disk(settings: Settings) -> list[str]:
    problems = []
    for folder in (settings.var, settings.models):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            free_mb = shutil.disk_usage(folder).free // 2**20
            probe = folder / ".write-test"
            probe.write_bytes(b"x" * 4096)
            probe.unlink()
        except OSError as error:
            problems.append(f"目录 {folder} 写不进去（{error.strerror}），请检查权限和磁盘空间。")
            continue
        if free_mb < _DISK_MB:
            problems.append(f"目录 {folder} 所在的磁盘只剩 {free_mb} MB，至少需要 {_DISK_MB} MB。")
    return problems


def _rasa(settings: Settings) -> list[str]:
    if Path(settings.rasa_python).exists():
        return []
    return [f"没有找到 Rasa 的环境（{settings.rasa_python}，需要 Python 3.10）。请运行 make setup。"]
