"""Digest authentication of callers (RFC 7616 and, for old exchanges, RFC 2617 with MD5)."""

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable

_REALM = "xiaozheng"
_NONCE_S = 60.0
_PART = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')
_ALGORITHMS: dict[str, Callable[[bytes], "hashlib._Hash"]] = {
    "SHA-256": hashlib.sha256,
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False),  # what most exchanges still speak
}


class Digest:
    """Challenges callers and checks what they answer. A nonce lives a minute and serves one request."""

    def __init__(self, user: str, password: str, now: Callable[[], float] = time.time) -> None:
        self._user, self._password, self._now = user, password, now
        self._key = secrets.token_bytes(16)
        self._used: dict[str, float] = {}

    def challenges(self) -> list[tuple[str, str]]:
        """Return the headers of a 401, the better algorithm first."""
        nonce = self._nonce(int(self._now()))
        form = 'Digest realm="{}", nonce="{}", qop="auth", algorithm={}'
        return [("www-authenticate", form.format(_REALM, nonce, name)) for name in _ALGORITHMS]

    def accepts(self, method: str, header: str) -> bool:
        """Return whether an Authorization header shows the password, with a nonce of ours not used before."""
        given = {name: quoted or plain for name, quoted, plain in _PART.findall(header)}
        hashed = _ALGORITHMS.get(given.get("algorithm", "MD5"))
        nonce = given.get("nonce", "")
        if not header.startswith("Digest ") or hashed is None or not self._fresh(nonce):
            return False

        def digest(text: str) -> str:
            return hashed(text.encode()).hexdigest()

        secret = digest(f"{self._user}:{_REALM}:{self._password}")
        request = digest(f"{method}:{given.get('uri', '')}")
        middle = (
            f"{nonce}:{given.get('nc', '')}:{given.get('cnonce', '')}:auth" if given.get("qop") else nonce
        )
        right = digest(f"{secret}:{middle}:{request}")
        if given.get("username") != self._user or not hmac.compare_digest(right, given.get("response", "")):
            return False
        self._used[nonce] = self._now()
        return True

    def _nonce(self, moment: int) -> str:
        random = secrets.token_hex(8)
        return f"{moment:x}.{random}.{self._seal(f'{moment:x}.{random}')}"

    def _seal(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()[:32]

    def _fresh(self, nonce: str) -> bool:
        text, _, seal = nonce.rpartition(".")
        if not hmac.compare_digest(self._seal(text).encode(), seal.encode()):
            return False
        now = self._now()
        self._used = {each: at for each, at in self._used.items() if now - at <= _NONCE_S}
        return now - int(text.partition(".")[0], 16) <= _NONCE_S and nonce not in self._used
