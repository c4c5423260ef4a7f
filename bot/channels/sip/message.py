"""SIP messages as text on the wire and as objects (RFC 3261, section 7)."""

import re
from dataclasses import dataclass, field

_COMPACT = {
    "v": "via",
    "f": "from",
    "t": "to",
    "i": "call-id",
    "m": "contact",
    "l": "content-length",
    "c": "content-type",
    "k": "supported",
    "r": "refer-to",
    "x": "session-expires",
    "o": "event",
}
_REQUEST = re.compile(r"([A-Z]{1,20}) (\S{1,1000}) SIP/2\.0")
_RESPONSE = re.compile(r"SIP/2\.0 ([1-6]\d\d) (.{0,200})")
_NEEDED = ("via", "from", "to", "call-id", "cseq")
_MOST_HEADERS = 100
_NUMBER = re.compile(r"\+?\d{3,20}")
REASONS = {
    100: "Trying",
    180: "Ringing",
    200: "OK",
    202: "Accepted",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    405: "Method Not Allowed",
    415: "Unsupported Media Type",
    420: "Bad Extension",
    422: "Session Interval Too Small",
    408: "Request Timeout",
    481: "Call/Transaction Does Not Exist",
    482: "Loop Detected",
    486: "Busy Here",
    487: "Request Terminated",
    488: "Not Acceptable Here",
    491: "Request Pending",
    500: "Server Internal Error",
    503: "Service Unavailable",
    505: "Version Not Supported",
}


class BadMessage(ValueError):
    """What came isn't SIP."""


@dataclass
class Message:
    """A request (`method`, `uri`) or a response (`status`). Header names are lower case, in their order."""

    method: str = ""
    uri: str = ""
    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def get(self, name: str) -> str:
        """Return the first header of that name, or an empty string."""
        return next((value for key, value in self.headers if key == name), "")

    def all(self, name: str) -> list[str]:
        """Return all headers of that name."""
        return [value for key, value in self.headers if key == name]

    @property
    def cseq(self) -> tuple[int, str]:
        """Return the sequence number and its method. Raises BadMessage."""
        number, _, method = self.get("cseq").partition(" ")
        if not number.isdigit() or not number.isascii() or len(number) > 10 or not method.strip():
            raise BadMessage("cseq")
        return int(number), method.strip()

    @property
    def branch(self) -> str:
        """Return the top Via's branch."""
        return parameter(self.get("via"), "branch")

    def encode(self) -> bytes:
        """Return the bytes to send."""
        first = f"{self.method} {self.uri} SIP/2.0"
        if self.status:
            first = f"SIP/2.0 {self.status} {REASONS.get(self.status, 'Unknown')}"
        lines = [first, *(f"{_written(name)}: {value}" for name, value in self.headers)]
        lines.append(f"Content-Length: {len(self.body)}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + self.body


def parse(data: bytes) -> Message:
    """Return the message in a datagram. Raises BadMessage for what isn't one."""
    head, found, body = data.partition(b"\r\n\r\n")
    if not found:
        raise BadMessage("no end of headers")
    try:
        first, *lines = head.decode("utf-8").split("\r\n")
    except UnicodeDecodeError:
        raise BadMessage("not text") from None
    message = _first_line(first)
    message.headers = _headers(lines)
    if any(not message.get(name) for name in _NEEDED):
        raise BadMessage("header missing")
    message.cseq  # noqa: B018  raises
    if not message.status and message.cseq[1] != message.method:
        raise BadMessage("cseq of another method")
    message.body = _body(message, body)
    return message


def _first_line(line: str) -> Message:
    request = _REQUEST.fullmatch(line)
    if request:
        return Message(method=request[1], uri=request[2])
    response = _RESPONSE.fullmatch(line)
    if response:
        return Message(status=int(response[1]))
    raise BadMessage("first line")


def _headers(lines: list[str]) -> list[tuple[str, str]]:
    headers: list[tuple[str, str]] = []
    for line in lines:
        if line[:1] in (" ", "\t") and headers:  # folded
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {line.strip()}")
            continue
        name, colon, value = line.partition(":")
        key = name.strip().lower()
        if not colon or not key:
            raise BadMessage("header")
        headers.append((_COMPACT.get(key, key), value.strip()))
    if len(headers) > _MOST_HEADERS:
        raise BadMessage("too many headers")
    return headers


def _body(message: Message, rest: bytes) -> bytes:
    length = message.get("content-length")
    if not length:
        return rest
    if not length.isdigit() or not length.isascii() or int(length[:6]) > len(rest):
        raise BadMessage("content-length")
    return rest[: int(length[:6])]


def _written(name: str) -> str:
    special = {
        "call-id": "Call-ID",
        "cseq": "CSeq",
        "www-authenticate": "WWW-Authenticate",
        "min-se": "Min-SE",
    }
    return special.get(name) or "-".join(part.capitalize() for part in name.split("-"))


def parameter(value: str, name: str) -> str:
    """Return a header's parameter (`;name=value`), outside of the angle brackets, or an empty string."""
    tail = value.rpartition(">")[2] if ">" in value else value.partition(";")[1] + value.partition(";")[2]
    for part in tail.split(";"):
        key, _, found = part.partition("=")
        if key.strip().lower() == name:
            return found.strip().strip('"')
    return ""


def address(value: str) -> str:
    """Return the URI of a From, To or Contact header."""
    inside = re.search(r"<([^<>]*)>", value)
    return inside[1] if inside else value.partition(";")[0].strip()


def user_of(uri: str) -> str:
    """Return the user part of a sip: or tel: URI."""
    rest = uri.partition(":")[2]
    return rest.partition("@")[0].partition(";")[0] if "@" in rest or uri.startswith("tel:") else ""


def to_tag(message: Message) -> str:
    """Return the To tag: none in a request that begins something."""
    return parameter(message.get("to"), "tag")


def caller_of(invite: Message) -> str | None:
    """Return the caller's number: what the exchange asserts (RFC 3325), else From; None for a name or a secret."""
    number = user_of(address(invite.get("p-asserted-identity"))) or user_of(address(invite.get("from")))
    return number if _NUMBER.fullmatch(number) and "id" not in invite.get("privacy") else None


def response_to(
    request: Message, status: int, tag: str, *headers: tuple[str, str], body: bytes = b""
) -> Message:
    """Return a response with the headers that every one copies; `tag` is ours."""
    to = request.get("to")
    if status > 100 and not parameter(to, "tag"):
        to = f"{to};tag={tag}"
    copied = [(name, value) for name, value in request.headers if name in ("via", "record-route")]
    rest = [("from", request.get("from")), ("to", to), ("call-id", request.get("call-id"))]
    return Message(
        status=status, headers=[*copied, *rest, ("cseq", request.get("cseq")), *headers], body=body
    )
