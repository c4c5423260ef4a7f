"""A mail server on loopback that takes everything, with STARTTLS when it has a certificate."""

import socketserver
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.integration.http_receiver import served


@dataclass
class MailBox:
    """What a mail server took: (addresses, message). Addresses in `refused` are refused."""

    port: int = 0
    mails: list[tuple[list[str], bytes]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    logins: list[str] = field(default_factory=list)
    encrypted: int = 0  # connections


class _Server(socketserver.ThreadingTCPServer):
    def __init__(self, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.tls = tls
        self.box = MailBox(self.server_address[1])


class _Session(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self.to: list[str] = []
        self._say("220 here")
        while line := self.rfile.readline():
            verb = line[:4].decode().strip().lower()
            getattr(self, f"_{verb}", self._fine)(line.decode().strip())
            if verb == "quit":
                return

    def _fine(self, _: str) -> None:
        self._say("250 fine")

    def _quit(self, _: str) -> None:
        self._say("221 bye")

    def _ehlo(self, _: str) -> None:
        self._say("250-here\r\n250-AUTH PLAIN\r\n250 " + ("STARTTLS" if self.server.tls else "8BITMIME"))

    def _star(self, _: str) -> None:
        assert self.server.tls
        self._say("220 go on")
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.server.box.encrypted += 1

    def _auth(self, line: str) -> None:
        self.server.box.logins.append(line)
        self._say("235 fine")

    def _rcpt(self, line: str) -> None:
        address = line.partition("<")[2].partition(">")[0]
        if address in self.server.box.refused:
            self._say("550 no such user")
            return
        self.to.append(address)
        self._say("250 fine")

    def _data(self, _: str) -> None:
        self._say("354 go on")
        lines = list(iter(self.rfile.readline, b".\r\n"))
        self.server.box.mails.append((self.to, b"".join(lines)))
        self._say("250 fine")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None) -> Iterator[MailBox]:
    """Yield what a running mail server takes."""
    server = _Server(tls)
    with served(server):
        yield server.box


def certificate(folder: Path) -> Path:
    """Return a certificate for 127.0.0.1 that signs itself, with its key, in one file."""
    both = folder / "mail.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=127.0.0.1",
        "-days",
        "2",
    ]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(both), "-out", f"{both}.crt"]
    subprocess.run([*command, *names], check=True, capture_output=True)
    both.write_bytes(both.read_bytes() + Path(f"{both}.crt").read_bytes())
    return both


def tls_server(file: Path) -> ssl.SSLContext:
    """Return TLS for a server with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
