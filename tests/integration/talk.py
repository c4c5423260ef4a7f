"""A citizen with a keyboard, for tests."""

import uuid
from typing import Any

import httpx


class Citizen:
    """Talks to a running site in one conversation."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=30, trust_env=False)
        self.session = f"test-{uuid.uuid4().hex}"
        self.owner = "robot"

    def say(self, text: str, **more: str) -> list[dict[str, Any]]:
        """Say a sentence and return the replies."""
        response = self.http.post("/api/chat", json={"session_id": self.session, "text": text, **more})
        assert response.status_code == 200, response.text
        self.owner = response.json()["owner"]
        replies: list[dict[str, Any]] = response.json()["replies"]
        return replies

    def kinds(self, text: str) -> list[str]:
        """Say a sentence and return the kinds of the replies."""
        return [reply["kind"] for reply in self.say(text)]
