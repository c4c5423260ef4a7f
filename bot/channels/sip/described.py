"""Whose description of the sound comes first in a call: the caller's offer, or ours when they made none."""

import uuid

from bot.channels.sip import sdp
from bot.channels.sip.message import Message


class Described:
    """The descriptions of one call. `offered`: we made the offer; the answer comes with the ACK."""

    def __init__(self, peer: str) -> None:
        self.offered = False
        self._peer = peer
        self._session = uuid.uuid4().int >> 96  # of our descriptions

    def wish(self, message: Message) -> sdp.Media:
        """Return what sound a message asks for. Raises BadSdp."""
        self.offered = not message.body
        if self.offered:  # until the answer tells better, what we offer first
            return sdp.Media(self._peer, 0, "PCMA", 8, None)
        if message.get("content-type").partition(";")[0].strip().lower() != "application/sdp":
            raise sdp.BadSdp("no session description")
        return sdp.parse(message.body)

    def ours(self, host: str, port: int, wish: sdp.Media) -> bytes:
        """Return our offer, or our answer to `wish`, for sound at `host` and `port`."""
        if self.offered:
            return sdp.offer(host, port, self._session)
        return sdp.answer(host, port, wish, self._session)
