"""The two ends of a call as SIP knows them: tags, targets and sequence numbers (RFC 3261, section 12)."""

import secrets
from dataclasses import dataclass, field

from bot.channels.sip.message import Message, address, parameter, response_to

ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, NOTIFY"
AGENT = "xiaozheng"


@dataclass
class Dialog:
    """One call. Made of the INVITE that began it; `contact` is where we can be reached."""

    call_id: str
    local: str  # our From or To, with our tag
    remote: str
    target: str  # the other side's Contact
    contact: str
    routes: list[str] = field(default_factory=list)
    tag: str = ""
    _sent: int = 0
    _taken: int = -1

    @staticmethod
    def answering(invite: Message, contact: str) -> "Dialog":
        """Return the dialog that answers `invite`."""
        tag = secrets.token_hex(6)
        dialog = Dialog(
            call_id=invite.get("call-id"),
            local=f"{invite.get('to')};tag={tag}",
            remote=invite.get("from"),
            target=address(invite.get("contact")) or address(invite.get("from")),
            contact=contact,
            routes=invite.all("record-route"),
            tag=tag,
        )
        dialog.takes(invite)
        return dialog

    def takes(self, request: Message) -> bool:
        """Return whether a request is newer than all before it (otherwise it is out of order); note it."""
        number = request.cseq[0]
        if number <= self._taken:
            return False
        self._taken = number
        return True

    def belongs(self, request: Message) -> bool:
        """Return whether a request names both of our tags."""
        ours, theirs = parameter(request.get("to"), "tag"), parameter(request.get("from"), "tag")
        return ours == self.tag and theirs == parameter(self.remote, "tag")

    def retarget(self, request: Message) -> None:
        """Follow the other side to a new Contact."""
        self.target = address(request.get("contact")) or self.target

    def request(self, method: str, via: str, *headers: tuple[str, str], body: bytes = b"") -> Message:
        """Return a new request of ours."""
        self._sent += 1
        return self._made(method, self._sent, via, *headers, body=body)

    def ack(self, via: str, number: int) -> Message:
        """Return the ACK for our INVITE number `number`."""
        return self._made("ACK", number, via)

    def response(
        self, request: Message, status: int, *headers: tuple[str, str], body: bytes = b""
    ) -> Message:
        """Return our response to a request of this dialog."""
        known = (("contact", f"<{self.contact}>"), ("allow", ALLOW))
        return response_to(request, status, self.tag, *known, *headers, body=body)

    def _made(
        self, method: str, number: int, via: str, *headers: tuple[str, str], body: bytes = b""
    ) -> Message:
        fixed = [
            ("via", via),
            ("max-forwards", "70"),
            *(("route", route) for route in self.routes),
            ("from", self.local),
            ("to", self.remote),
            ("call-id", self.call_id),
            ("cseq", f"{number} {method}"),
            ("contact", f"<{self.contact}>"),
            ("user-agent", AGENT),
        ]
        return Message(method=method, uri=self.target, headers=[*fixed, *headers], body=body)
