"""Telephones that others wrote call the running product: sipp in numbers, baresip with keys and transfer."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from speech.audio import Audio, write_wav
from speech.g711 import encode
from speech.synthesiser import Synthesiser
from tests.integration.postgres import free_port
from tests.stack import Site, running_site

ADDRESS = "10.77.0.1"  # baresip doesn't start with 127.0.0.1 only
QUESTION = "失业金最多领几个月"
GREETING_S = 14
BARESIP = """\
module_path /usr/lib/baresip/modules
module stdio.so
module g711.so
module aufile.so
module aubridge.so
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control}
sip_listen {address}:0
audio_source aufile,{folder}/question.wav
audio_player aubridge,nil
"""


@pytest.fixture(scope="module")
def phone_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site that takes calls from the address of our telephones and transfers to an agent there."""
    with running_site(
        tmp_path_factory.mktemp("phones"),
        PHONE_HOST="0.0.0.0",
        SIP_ALLOW=f"127.0.0.0/8,{ADDRESS}/32",
        SIP_AGENT=f"sip:agent@{ADDRESS}:5099",
    ) as started:
        yield started


@pytest.fixture(scope="module")
def question(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the spoken question, PCM16 at 8000 Hz."""
    mouth = Synthesiser(workers=1, cache_dir=tmp_path_factory.mktemp("caller"), rate=180)
    spoken = mouth.speak(QUESTION, rate=8000).pcm
    mouth.close()
    return spoken


@pytest.fixture
def address() -> Iterator[str]:
    """Return an address of this machine besides 127.0.0.1."""
    added = subprocess.run(
        ["ip", "addr", "add", f"{ADDRESS}/32", "dev", "lo"], capture_output=True, text=True
    )
    there = any(words in added.stderr for words in ("File exists", "already assigned"))
    if added.returncode and not there:
        pytest.skip(
            f"baresip needs an address of its own, and this user may add none: {added.stderr.strip()}"
        )
    yield ADDRESS
    if not added.returncode:
        subprocess.run(["ip", "addr", "del", f"{ADDRESS}/32", "dev", "lo"], check=False)


def said(site: Site) -> list[tuple[str, str | None, str]]:
    with sqlite3.connect(site.var / "hotline.db") as store:
        return store.execute("SELECT speaker, kind, text FROM turns ORDER BY id").fetchall()


def test_sipp_asks_from_several_phones_at_once(phone_site: Site, question: bytes, tmp_path: Path) -> None:
    shutil.copy(Path(__file__).with_name("sipp_asks.xml"), tmp_path)
    sound = bytes(32000) + question + bytes(16000 * 6)
    (tmp_path / "question.al").write_bytes(encode(sound, "PCMA"))
    before = sum(text == QUESTION for _, _, text in said(phone_site))
    command = ["sipp", "-sf", "sipp_asks.xml", "-m", "3", "-r", "2", "-s", "12345", "-i", "127.0.0.1"]
    done = subprocess.run(
        [*command, "-nostdin", "-timeout", "60s", f"127.0.0.1:{phone_site.ports['SIP_PORT']}"],
        cwd=tmp_path,
        capture_output=True,
        timeout=90,
        env={**os.environ, "TERM": "dumb"},
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert sum(text == QUESTION for _, _, text in said(phone_site)) == before + 3


def test_baresip_is_answered_presses_0_and_is_transferred(
    phone_site: Site, question: bytes, address: str, tmp_path: Path
) -> None:
    sound = bytes(16000 * GREETING_S) + question + bytes(16000 * 60)
    (tmp_path / "question.wav").write_bytes(write_wav(Audio(sound, 8000)))
    control = free_port()
    (tmp_path / "config").write_text(BARESIP.format(folder=tmp_path, control=control, address=address))
    (tmp_path / "accounts").write_text(f"<sip:13900139000@{address}>;regint=0\n")
    (tmp_path / "contacts").touch()
    phone = subprocess.Popen(
        ["baresip", "-f", str(tmp_path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # it writes without end, and would wait for a reader
        stderr=subprocess.DEVNULL,
    )
    try:
        desk = _connected(control)
        _command(desk, "dial", f"sip:12345@{address}:{phone_site.ports['SIP_PORT']}")
        _until(lambda: ("citizen", None, QUESTION) in said(phone_site)[-3:])
        _until(lambda: said(phone_site)[-1][1] == "faq")
        time.sleep(1)  # the answer begins to sound
        _command(desk, "sndcode", "0")
        events = _read_until(desk, f"agent@{ADDRESS}:5099")
        assert "CALL_RTPESTAB" in events  # our sound reached it
        assert said(phone_site)[-1][1] == "handoff"
    finally:
        phone.kill()
        phone.wait()


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + 10
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=20)
        except ConnectionRefusedError:
            assert time.monotonic() < end, "baresip did not start"
            time.sleep(0.1)


def _command(desk: socket.socket, command: str, parameters: str) -> None:
    data = json.dumps({"command": command, "params": parameters}).encode()
    desk.sendall(b"%d:%s," % (len(data), data))


def _read_until(desk: socket.socket, wanted: str) -> str:
    seen = ""
    while wanted not in seen:
        data = desk.recv(4096)
        assert data, seen
        seen += data.decode()
    return seen


def _until(condition: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.1)
