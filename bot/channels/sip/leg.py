"""One SIP call from its INVITE to its BYE: what the other side asks is done, what the call decides is sent."""

import asyncio
import logging
import re
import uuid
from collections.abc import Callable
from typing import Any, Protocol

from bot.business.calls.events import Outcome
from bot.channels.sip import sdp
from bot.channels.sip.described import Described
from bot.channels.sip.dialog import Dialog
from bot.channels.sip.media import MediaSocket, open_media
from bot.channels.sip.message import Message, caller_of
from bot.channels.sip.referral import Referral
from bot.channels.sip.session_timer import SignsOfLife, TooShort
from bot.conversations.calls.call import Call
from bot.conversations.calls.center import CallCenter

log = logging.getLogger(__name__)

_SDP = ("content-type", "application/sdp")
_UNHEARD_S = 60.0  # without a packet, not on hold: the caller's device is gone without a word
_LOOK_EVERY_S = 5.0
_SIGNAL = re.compile(rb"Signal\s*=\s*([0-9*#])")


class Wire(Protocol):
    """What a leg needs of the endpoint."""

    host: str
    agent: str | None  # where callers are transferred to

    def respond(self, request: Message, response: Message) -> None:
        """Send a response, again for each copy of the request that comes."""
        ...

    def repeat_until_ack(self, request: Message, gave_up: Callable[[], None]) -> None:
        """Send the final response to an INVITE again until its ACK comes."""
        ...

    def request(
        self, leg: "Leg", method: str, done: Callable[[Message | None], None], *headers: tuple[str, str]
    ) -> None:
        """Send a request; `done` gets the final response, None when none came."""
        ...

    def forget(self, leg: "Leg") -> None:
        """The call is over."""
        ...


class Leg:
    """Line and SIP side of one call."""

    name = "sip"
    rate = 8000
    lead_s = 0.02
    continuous = True

    def __init__(self, wire: Wire, center: CallCenter, invite: Message, peer: tuple[str, int], contact: str):
        self.peer = peer
        self.dialog = Dialog.answering(invite, contact)
        self._wire, self._center, self._invite = wire, center, invite
        self._loop = asyncio.get_running_loop()
        self._call: Call | None = None
        self._media: MediaSocket | None = None
        self._described = Described(peer[0])
        self._accepted = self._up = self._over = False
        takes_update = "UPDATE" in invite.get("allow").upper()
        self._signs = SignsOfLife(self._refresh if takes_update else None, self._expired)
        self._watch: asyncio.TimerHandle | None = None
        self._referral: Referral | None = None

    # -- a call comes

    async def answer(self) -> None:
        """Take the call: open its media and its conversation, then answer. Refuses with the reason."""
        try:
            self._signs.agree(self._invite)
            await self._open(self._described.wish(self._invite))
        except TooShort:
            self._refuse(422, ("min-se", "90"))
        except sdp.BadSdp as error:
            log.warning("SIP call refused: %s", error)
            self._refuse(488)
        except Exception:  # no port, no database: the exchange tries elsewhere
            log.exception("SIP call not opened")
            self._refuse(500)
        else:
            self._accept()

    async def _open(self, wish: sdp.Media) -> None:
        self._media = MediaSocket(wish, self.peer[0], self._hear, self._press)
        await open_media(self._wire.host, self._media)
        self._call = await self._center.open_phone(self, str(uuid.uuid4()), caller_of(self._invite))

    def _accept(self) -> None:
        assert self._media is not None
        if self._over:  # cancelled meanwhile
            self._free()
            return
        timer = self._signs.headers
        required = (("require", "timer"),) if timer else ()
        self._accepted = True
        self._wire.respond(
            self._invite,
            self.dialog.response(
                self._invite, 200, _SDP, *timer, *required, body=self._description(self._media.wish)
            ),
        )
        self._wire.repeat_until_ack(self._invite, self._never_acknowledged)
        self._signs.begin()
        self._watch = self._loop.call_later(_LOOK_EVERY_S, self._look)

    def _description(self, wish: sdp.Media) -> bytes:
        assert self._media is not None  # opened before anything is described
        host = self.dialog.contact.rpartition("@")[2].rpartition(":")[0]
        return self._described.ours(host, self._media.port, wish)

    def _refuse(self, status: int, *headers: tuple[str, str]) -> None:
        if not self._over:
            self._wire.respond(self._invite, self.dialog.response(self._invite, status, *headers))
            self._wire.repeat_until_ack(self._invite, lambda: None)
        self._free()

    def _never_acknowledged(self) -> None:
        log.warning("SIP call never acknowledged")
        self.bye()

    # -- requests within the call

    def acknowledged(self, ack: Message) -> None:
        """The caller knows that we have answered."""
        if self._over or self._call is None or self._media is None:
            return
        if self._described.offered and ack.body:
            try:
                self._media.follow(sdp.parse(ack.body))
            except sdp.BadSdp:
                self.bye()
                return
        self._described.offered = False
        if not self._up:
            self._up = True
            self._call.start()

    def take(self, request: Message) -> None:
        """Do what a request of this call asks."""
        if not self.dialog.takes(request):
            self._reply(request, 500)
            return
        handlers = {"BYE": self._bye, "INVITE": self._changed, "UPDATE": self._changed}
        handlers |= {"NOTIFY": self._notified, "INFO": self._info, "OPTIONS": self._options}
        handlers.get(request.method, self._not_allowed)(request)

    def cancel(self) -> None:
        """The caller gives up before we have answered; after that it means nothing."""
        if self._accepted or self._over:
            return
        self._wire.respond(self._invite, self.dialog.response(self._invite, 487))
        self._wire.repeat_until_ack(self._invite, lambda: None)
        self._free()

    def _bye(self, request: Message) -> None:
        self._reply(request, 200)
        self._free()

    def _changed(self, request: Message) -> None:
        """Hold, other media, another address, or only a sign of life."""
        if self._call is None or self._media is None or (request.method == "INVITE" and not self._up):
            self._reply(request, 491)
            return
        try:
            self._signs.agree(request)
            asks = bool(request.body) or request.method == "INVITE"
            wish = self._described.wish(request) if asks else self._media.wish
        except TooShort:
            self._reply(request, 422, ("min-se", "90"))
            return
        except sdp.BadSdp:
            self._reply(request, 488)
            return
        self.dialog.retarget(request)
        self._follow(request, wish, asks)

    def _follow(self, request: Message, wish: sdp.Media, asks: bool) -> None:
        assert self._media is not None  # checked before
        if asks and not self._described.offered:
            self._media.follow(wish)
        self._signs.begin()
        body = self._description(wish) if asks else b""
        self._reply(request, 200, *((_SDP,) if asks else ()), *self._signs.headers, body=body)
        if request.method == "INVITE":
            self._wire.repeat_until_ack(request, self._never_acknowledged)

    def _info(self, request: Message) -> None:
        self._reply(request, 200)
        key = _SIGNAL.search(request.body)
        if key and request.get("content-type").startswith("application/dtmf"):
            self._press(key[1].decode())

    def _options(self, request: Message) -> None:
        self._reply(request, 200, ("accept", "application/sdp"))

    def _not_allowed(self, request: Message) -> None:
        self._reply(request, 405)

    def _reply(self, request: Message, status: int, *headers: tuple[str, str], body: bytes = b"") -> None:
        self._wire.respond(request, self.dialog.response(request, status, *headers, body=body))

    # -- transfer

    def transfer(self) -> None:
        """Ask the caller's exchange to call the agent; without one, nobody answers."""
        if self._wire.agent is None:
            self._nobody()
            return
        self._referral = Referral(self.bye, self._nobody)
        refer = (("refer-to", f"<{self._wire.agent}>"), ("referred-by", f"<{self.dialog.contact}>"))
        self._wire.request(self, "REFER", self._referral.answered, *refer)

    def _notified(self, request: Message) -> None:
        self._reply(request, 200)
        if self._referral is not None:
            self._referral.notified(request)

    def _nobody(self) -> None:
        self._referral = None
        if self._call is not None and not self._over:
            self._call.nobody_answered()

    # -- the line, as the call sees it

    def send(self, pcm: bytes) -> None:
        """Send one frame."""
        if self._media is not None and self._up:
            self._media.send(pcm)

    def drop(self) -> None:
        """Nothing is held: frames go out when they are heard."""

    def tell(self, event: dict[str, Any]) -> None:
        """A telephone shows nothing."""

    def hang_up(self) -> None:
        """End the call."""
        self.bye()

    def bye(self) -> None:
        """End the call from our side, unless it is over."""
        if self._over:
            return
        self._wire.request(self, "BYE", lambda _: None)
        self._free()

    def _hear(self, pcm: bytes) -> None:
        if self._call is not None and self._up and not self._over:
            self._call.hear(pcm)

    def _press(self, key: str) -> None:
        if self._call is not None and self._up and not self._over:
            self._call.press(key)

    # -- life and death

    def _refresh(self, done: Callable[[Message | None], None], *headers: tuple[str, str]) -> None:
        self._wire.request(self, "UPDATE", done, *headers)

    def _expired(self) -> None:
        log.warning("SIP session expired")
        self.bye()

    def _look(self) -> None:
        assert self._media is not None  # watched since it was opened
        if self._loop.time() - self._media.last_heard > _UNHEARD_S and not self._media.wish.held:
            log.warning("SIP caller not heard for %.0f s", _UNHEARD_S)
            self.bye()
        else:
            self._watch = self._loop.call_later(_LOOK_EVERY_S, self._look)

    def _free(self) -> None:
        """Give everything back, once."""
        if self._over and self._call is None:
            return
        self._over = True
        self._signs.stop()
        if self._watch is not None:
            self._watch.cancel()
        if self._referral is not None:
            self._referral.forget()
        self._wire.forget(self)
        if self._media is not None:
            self._media.close()
        call, self._call = self._call, None
        if call is not None:
            call.outcome = call.outcome or (None if self._up else Outcome.AGENT)
            self._center.close(call)
