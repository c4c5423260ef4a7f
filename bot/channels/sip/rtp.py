"""Sound over UDP: packets, keys, lost and late ones (RFC 3550, RFC 4733)."""

import struct
from collections.abc import Callable
from dataclasses import dataclass

from speech.g711 import Law, decode, encode

_HEADER = struct.Struct("!BBHII")
FRAME = 160  # samples of 20 ms at 8000 Hz
_KEYS = "0123456789*#"
_WAIT = 3  # packets that may overtake a missing one before it is given up: 60 ms
_MOST_CONCEALED = 10  # packets; a longer gap is a break, not a loss
_FADE = 0.7  # of the level, for each frame that repeats the last one


@dataclass(frozen=True)
class Packet:
    """One RTP packet."""

    payload_type: int
    sequence: int
    timestamp: int
    source: int
    payload: bytes
    marker: bool = False

    def encode(self) -> bytes:
        """Return the bytes to send."""
        second = self.payload_type | (0x80 if self.marker else 0)
        return _HEADER.pack(0x80, second, self.sequence, self.timestamp, self.source) + self.payload


def parse(data: bytes) -> Packet | None:
    """Return the packet in a datagram, or None when it isn't one."""
    if len(data) < _HEADER.size or data[0] >> 6 != 2:
        return None
    first, second, sequence, timestamp, source = _HEADER.unpack_from(data)
    at = _HEADER.size + 4 * (first & 0x0F)
    if first & 0x10:  # an extension, which tells its length in words
        if len(data) < at + 4:
            return None
        at += 4 + 4 * int.from_bytes(data[at + 2 : at + 4], "big")
    end = len(data) - (data[-1] if first & 0x20 else 0)
    if at > end:
        return None
    return Packet(second & 0x7F, sequence, timestamp, source, data[at:end], bool(second & 0x80))


class Receiver:
    """Puts packets in order, repeats what is lost, finds keys. Nothing waits longer than a loss needs to be sure."""

    def __init__(
        self,
        law: Law,
        payload: int,
        events: int | None,
        on_sound: Callable[[bytes], None],
        on_key: Callable[[str], None],
    ) -> None:
        self._law, self._payload, self._events = law, payload, events
        self._on_sound, self._on_key = on_sound, on_key
        self._waiting: dict[int, Packet] = {}  # by sequence number
        self._next: int | None = None
        self._source: int | None = None
        self._last = b""  # frame, as PCM16
        self._key_at: int | None = None  # timestamp of the last key: its packets are sent several times
        self.lost = 0

    def take(self, packet: Packet) -> None:
        """Take a packet as it comes."""
        if packet.source != self._source:  # a new stream, as after a transfer
            self._source, self._next, self._waiting = packet.source, None, {}
        if self._is_event(packet):
            self._event(packet)
        elif packet.payload_type != self._payload:
            return
        if self._next is None:
            self._next = packet.sequence
        if 0 < (self._next - packet.sequence) % 65536 < 32768:  # too late, or a copy
            return
        self._waiting[packet.sequence] = packet
        self._deliver()

    def _is_event(self, packet: Packet) -> bool:
        """RFC 2833 senders use other payload types than they said; four bytes are never a frame of G.711."""
        return packet.payload_type == self._events or (packet.payload_type >= 96 and len(packet.payload) == 4)

    def _event(self, packet: Packet) -> None:
        if len(packet.payload) < 4 or packet.timestamp == self._key_at:
            return
        self._key_at = packet.timestamp
        if packet.payload[0] < len(_KEYS):
            self._on_key(_KEYS[packet.payload[0]])

    def _deliver(self) -> None:
        assert self._next is not None  # a packet was taken
        while self._waiting:
            packet = self._waiting.pop(self._next, None)
            if packet is not None:
                self._play(packet)
            elif len(self._waiting) < _WAIT and self._gap() <= _MOST_CONCEALED:
                return  # it may still come
            elif self._gap() > _MOST_CONCEALED:
                self._next = min(self._waiting, key=lambda each: (each - (self._next or 0)) % 65536)
                continue
            else:
                self._conceal()
            self._next = (self._next + 1) % 65536

    def _gap(self) -> int:
        return min((each - (self._next or 0)) % 65536 for each in self._waiting)

    def _play(self, packet: Packet) -> None:
        if packet.payload_type == self._payload and packet.payload:
            self._last = decode(packet.payload, self._law)
            self._on_sound(self._last)

    def _conceal(self) -> None:
        self.lost += 1
        samples = memoryview(self._last).cast("h") if self._last else ()
        self._last = struct.pack(f"<{len(samples)}h", *(int(each * _FADE) for each in samples))
        self._on_sound(self._last)


class Sender:
    """Numbers our frames."""

    def __init__(self, law: Law, payload: int, source: int, sequence: int, timestamp: int) -> None:
        self.law, self.payload = law, payload
        self._source, self._sequence, self._timestamp = source, sequence, timestamp
        self._first = True

    def packet(self, pcm: bytes) -> bytes:
        """Return the datagram for one frame of PCM16."""
        coded = encode(pcm, self.law)
        made = Packet(self.payload, self._sequence, self._timestamp, self._source, coded, self._first)
        self._first = False
        self._sequence = (self._sequence + 1) % 65536
        self._timestamp = (self._timestamp + len(coded)) % 2**32
        return made.encode()

    def skip(self) -> None:
        """Let 20 ms pass without a packet."""
        self._timestamp = (self._timestamp + FRAME) % 2**32
        self._first = True
