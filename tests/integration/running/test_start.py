"""`hotline run`: what stands in its way is said at once; Ctrl-C leaves nothing."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.integration.commands.hotline import hotline
from tests.stack import free_ports, running_site


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    ports = {f"HOTLINE_{name}": str(port) for name, port in free_ports().items()}
    return {**os.environ, **ports, "HOTLINE_VAR": str(tmp_path / "var")}


def test_a_taken_port_is_named_with_the_way_out(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", int(environment["HOTLINE_PORT"]))):
        done = hotline("run", environment=environment)
    assert done.returncode == 1
    assert f"端口 {environment['HOTLINE_PORT']} 已被占用" in done.stdout
    assert "HOTLINE_PORT=" in done.stdout


def test_a_missing_python_is_named_with_the_way_out(environment: dict[str, str], tmp_path: Path) -> None:
    done = hotline("run", environment={**environment, "HOTLINE_RASA_PYTHON": str(tmp_path / "none")})
    assert done.returncode == 1
    assert "Python 3.10" in done.stdout


def test_a_full_disk_is_named(environment: dict[str, str]) -> None:
    """/dev/full is the kernel's own full disk, but no folder; /proc refuses every write just as well."""
    done = hotline("run", environment={**environment, "HOTLINE_VAR": "/proc/xiaozheng"})
    assert done.returncode == 1
    assert "写不进去" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_wrong_knowledge_base_is_named_by_file_and_line(
    environment: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "knowledge"
    hotline("faq", "export", str(folder), environment=environment)
    file = folder / "faq" / "transfer.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("department: hrss", "department: nobody"))
    done = hotline("run", environment={**environment, "HOTLINE_KNOWLEDGE": str(folder)})
    assert done.returncode == 1
    assert "transfer.yml:" in done.stdout.replace("\n", "")


@pytest.mark.parametrize("version", ["3.10"])
def test_an_interpreter_that_is_nowhere_is_named(version: str, tmp_path: Path) -> None:
    """The script that makes an environment, with a `uv` that finds no interpreter, as on a machine without network."""
    tools = tmp_path / ".tools" / "bin"
    tools.mkdir(parents=True)
    (tools / "uv").write_text("#!/bin/sh\nexit 2\n")
    (tools / "uv").chmod(0o755)
    script = Path("scripts/environment.sh").resolve()
    done = subprocess.run([script, "env", version, "lock.txt"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"没有找到 Python {version}" in done.stderr


def _processes_of(var: Path) -> list[str]:
    marker = f"HOTLINE_VAR={var}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and marker in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:  # ended meanwhile, or not ours to read
            continue
    return found


def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    var = tmp_path / "var"
    with running_site(var) as site:
        assert len(_processes_of(var)) >= 5  # hotline run, supervisord, rasa, actions, hotline
        site.process.send_signal(signal.SIGINT)
        assert site.process.wait(10) == 0
        assert "小政已停止" in "".join(_settled(site.output))
        assert _processes_of(var) == []


def _settled(output: list[str]) -> list[str]:
    """Return what was said, once the thread that reads it has seen the end."""
    for _ in range(50):
        if any("已停止" in line for line in output):
            break
        time.sleep(0.1)
    return output
