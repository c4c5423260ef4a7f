"""Notices as signed JSON over HTTP."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable

import httpx

from bot.business.notices.notice import Notice
from bot.notifiers.notifier import NotDelivered

SIGNATURE = "X-Hotline-Signature"
_TIMEOUT_S = 10.0


def signature(secret: str, at: int, body: bytes) -> str:
    """Return the header's value: HMAC-SHA256 over "<seconds since 1970>.<body>", so that an old one can't be replayed."""
    code = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={code}"


class WebhookNotifier:
    """Posts each notice; any 2xx means that it arrived. Redirects and proxies of the environment aren't followed."""

    name = "webhook"

    def __init__(
        self, url: str, secret: str, timeout_s: float = _TIMEOUT_S, clock: Callable[[], float] = time.time
    ) -> None:
        self._url = url
        self._secret = secret
        self._clock = clock
        self._http = httpx.Client(timeout=timeout_s, follow_redirects=False, trust_env=False)

    def send(self, notice: Notice) -> None:
        """Post. Raises NotDelivered."""
        body = _body(notice)
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": notice.id,
            SIGNATURE: signature(self._secret, int(self._clock()), body),
        }
        try:  # streamed: the receiver's answer isn't read, however long it is
            with self._http.stream("POST", self._url, content=body, headers=headers) as answer:
                status, fine = answer.status_code, answer.is_success
        except httpx.HTTPError as error:
            raise NotDelivered(type(error).__name__) from error
        if not fine:
            raise NotDelivered(f"HTTP {status}")


def _body(notice: Notice) -> bytes:
    told = {
        "id": notice.id,
        "kind": notice.kind,
        "recipient": notice.recipient,
        "order": notice.order_number,
        "subject": notice.subject,
        "text": notice.text,
        "created_at": notice.created_at.isoformat(),
    }
    return json.dumps(told, ensure_ascii=False).encode()
