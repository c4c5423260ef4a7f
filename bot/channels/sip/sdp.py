"""What sound to send where: session descriptions for one G.711 stream (RFC 4566, RFC 3264)."""

import ipaddress
import time
from dataclasses import dataclass
from typing import cast

from speech.g711 import Law

_STATIC: dict[int, str] = {0: "PCMU", 8: "PCMA"}
_MIRRORED = {"sendrecv": "sendrecv", "sendonly": "recvonly", "recvonly": "sendonly", "inactive": "inactive"}
_EVENTS_OFFERED = 101


class BadSdp(ValueError):
    """No description that we can serve."""


@dataclass(frozen=True)
class Media:
    """The other side's wish. `held`: it doesn't want to hear us; `events`: payload type of keys, if any."""

    host: str
    port: int
    law: Law
    payload: int
    events: int | None
    direction: str = "sendrecv"

    @property
    def held(self) -> bool:
        """Return whether nothing should be sent."""
        return self.direction in ("sendonly", "inactive") or self.host == "0.0.0.0" or self.port == 0  # noqa: S104


def parse(body: bytes) -> Media:
    """Return the audio stream of a description. Raises BadSdp when there is no G.711 among what is offered."""
    lines = [line.strip() for line in body.decode("utf-8", "replace").splitlines()]
    audio = next((at for at, line in enumerate(lines) if line.startswith("m=audio ")), None)
    if audio is None:
        raise BadSdp("no audio")
    end = next((at for at in range(audio + 1, len(lines)) if lines[at].startswith("m=")), len(lines))
    session, stream = lines[: _first_media(lines)], lines[audio:end]
    port, offered = _offered(stream[0])
    names = {**_STATIC, **_rtpmaps(stream)}
    law = next((number for number in offered if names.get(number, "") in _STATIC.values()), None)
    if law is None:
        raise BadSdp("no G.711")
    events = next((number for number in offered if names.get(number) == "TELEPHONE-EVENT"), None)
    host = _connection(stream) or _connection(session)
    return Media(
        host,
        port,
        cast(Law, names[law]),
        law,
        events,
        _direction(stream) or _direction(session) or "sendrecv",
    )


def answer(host: str, port: int, offer: Media, session: int) -> bytes:
    """Return our answer to `offer`: we listen at host:port. `session` is the same number for the whole call."""
    formats = [(offer.payload, offer.law)]
    direction = _MIRRORED[offer.direction]
    return _description(host, port, session, formats, offer.events, direction)


def offer(host: str, port: int, session: int) -> bytes:
    """Return an offer of our own, for calls that come without one."""
    return _description(host, port, session, [(8, "PCMA"), (0, "PCMU")], _EVENTS_OFFERED, "sendrecv")


def _description(
    host: str, port: int, session: int, formats: list[tuple[int, str]], events: int | None, direction: str
) -> bytes:
    numbers = [str(number) for number, _ in formats] + ([str(events)] if events is not None else [])
    lines = [
        "v=0",
        f"o=xiaozheng {session} {int(time.time() * 1000)} IN IP4 {host}",  # the version grows with each description
        "s=-",
        f"c=IN IP4 {host}",
        "t=0 0",
        f"m=audio {port} RTP/AVP {' '.join(numbers)}",
        *(f"a=rtpmap:{number} {law}/8000" for number, law in formats),
    ]
    if events is not None:
        lines += [f"a=rtpmap:{events} telephone-event/8000", f"a=fmtp:{events} 0-15"]
    lines += ["a=ptime:20", f"a={direction}"]
    return ("\r\n".join(lines) + "\r\n").encode()


def _first_media(lines: list[str]) -> int:
    return next(at for at, line in enumerate(lines) if line.startswith("m="))


def _offered(line: str) -> tuple[int, list[int]]:
    words = line.split()
    if len(words) < 4 or words[2] != "RTP/AVP":
        raise BadSdp("no plain RTP")
    port = words[1].partition("/")[0]
    numbers = [int(word) for word in words[3:] if word.isdigit() and word.isascii() and len(word) <= 3]
    if not (port.isdigit() and port.isascii() and int(port[:6]) <= 65535):
        raise BadSdp("port")
    return int(port), numbers


def _rtpmaps(lines: list[str]) -> dict[int, str]:
    maps = {}
    for line in lines:
        number, _, name = line.removeprefix("a=rtpmap:").partition(" ")
        if line.startswith("a=rtpmap:") and number.isdigit() and number.isascii() and len(number) <= 3:
            codec, _, rate = name.upper().partition("/")
            maps[int(number)] = codec if rate.partition("/")[0] == "8000" else ""
    return maps


def _connection(lines: list[str]) -> str:
    found = next((line for line in lines if line.startswith("c=IN IP4 ")), "")
    if not found:
        return ""
    try:
        return str(ipaddress.IPv4Address(found.removeprefix("c=IN IP4 ").partition("/")[0]))
    except ValueError:
        raise BadSdp("address") from None


def _direction(lines: list[str]) -> str:
    return next((line[2:] for line in lines if line[2:] in _MIRRORED and line.startswith("a=")), "")
