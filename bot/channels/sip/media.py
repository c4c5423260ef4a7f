"""The sound of one call: a UDP socket of its own, packets both ways."""

import asyncio
import secrets
from collections.abc import Callable
from typing import cast

from bot.channels.sip.rtp import Receiver, Sender, parse
from bot.channels.sip.sdp import Media

_PORTS = range(20)  # tries for an even port, as RTP likes


class MediaSocket(asyncio.DatagramProtocol):
    """Sends and takes RTP. `on_sound`: PCM16 at 8000 Hz; `on_key`: one key. Only `peers` are listened to."""

    def __init__(
        self,
        wish: Media,
        signalling_host: str,
        on_sound: Callable[[bytes], None],
        on_key: Callable[[str], None],
    ) -> None:
        self._on_sound, self._on_key = on_sound, on_key
        self._signalling_host = signalling_host
        self._sender = Sender(
            wish.law, wish.payload, secrets.randbits(32), secrets.randbits(15), secrets.randbits(31)
        )
        self._transport: asyncio.DatagramTransport | None = None
        self.last_heard = asyncio.get_running_loop().time()
        self.follow(wish)

    @property
    def port(self) -> int:
        """Return where we listen."""
        assert self._transport is not None  # opened
        return int(self._transport.get_extra_info("sockname")[1])

    @property
    def wish(self) -> Media:
        """Return what the other side asked for last."""
        return self._wish

    def follow(self, wish: Media) -> None:
        """Send and take what the other side asks for from now on."""
        self._wish = wish
        self._to = (wish.host, wish.port)
        self._receiver = Receiver(wish.law, wish.payload, wish.events, self._on_sound, self._on_key)
        self._sender.law, self._sender.payload = wish.law, wish.payload

    def send(self, pcm: bytes) -> None:
        """Send one frame, unless the other side is on hold."""
        if self._transport is None or self._transport.is_closing():
            return
        if self._wish.held:
            self._sender.skip()
        else:
            self._transport.sendto(self._sender.packet(pcm), self._to)

    def close(self) -> None:
        """Give the port back."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is open."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Take one packet. Where it comes from is where ours go: the description may name an address behind NAT."""
        packet = parse(data)
        if packet is None or addr[0] not in (self._wish.host, self._signalling_host):
            return
        self.last_heard = asyncio.get_running_loop().time()
        if addr[1] and packet.payload_type == self._wish.payload:  # sipp sends keys from port 0
            self._to = addr
        self._receiver.take(packet)

    def error_received(self, exc: Exception) -> None:
        """Nobody listens there any more; the signalling will tell."""


async def open_media(host: str, media: MediaSocket) -> None:
    """Open `media` on an even port of `host`. Raises OSError when there is none left."""
    loop = asyncio.get_running_loop()
    for _ in _PORTS:
        transport, _ = await loop.create_datagram_endpoint(lambda: media, local_addr=(host, 0))
        if media.port % 2 == 0:
            return
        transport.close()
    raise OSError("no even port free")
