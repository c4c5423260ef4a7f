"""Asks Rasa over its own HTTP interface."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from bot.business.gate import TOPIC_PREFIX

ACTION_MS = "action_ms"  # in a reply: how long the action that gave it took, as the action server measured it


class RasaUnavailable(Exception):
    """Rasa or its action server gave no answer; a person has to help."""


# Rasa also takes back that it was listening before the sentence; its rules don't work unless it listens again.
_TAKE_BACK = [{"event": "rewind"}, {"event": "action", "name": "action_listen"}]


@dataclass(frozen=True)
class Understood:
    """What the answer gate decided, the topics' intents to ask back with, and the classifier's guesses, best first.

    `understanding` names the folder of the understanding that judged ("": the one of Rasa's own model), `ready` the one that
    could take over at once.
    """

    intent: str
    confidence: float
    options: tuple[str, ...]
    ranking: tuple[tuple[str, float], ...]
    understanding: str = ""
    ready: str = ""


class RasaClient:
    """Speaks to one Rasa server; one HTTP connection pool for all conversations."""

    def __init__(self, url: str, timeout_s: float) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=timeout_s, trust_env=False)

    async def ask(self, session: str, text: str) -> list[dict[str, Any]]:
        """Return the replies to `text`, each as `bot.business.reply` describes.

        Raises RasaUnavailable when there is none: Rasa answers with an empty list when its action server is down.
        """
        try:
            response = await self._http.post(
                "/webhooks/rest/webhook", json={"sender": session, "message": text}
            )
            response.raise_for_status()
            messages = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise RasaUnavailable(f"{type(error).__name__}: {error}") from error
        replies = [message["custom"] for message in messages if isinstance(message.get("custom"), dict)]
        if not replies:
            raise RasaUnavailable("no reply")
        return replies

    async def understand(self, text: str) -> Understood:
        """Return what `text` is taken for; no conversation changes. Raises RasaUnavailable."""
        try:
            response = await self._http.post("/model/parse", json={"text": text})
            response.raise_for_status()
            found = response.json()
            ranking = tuple(
                (str(each["name"]), float(each["confidence"])) for each in found["intent_ranking"]
            )
            intent, options = found["intent"], tuple(map(str, found.get("options", [])))
            topic = found.get("topic")
            name = f"{TOPIC_PREFIX}{topic}" if topic else str(intent["name"])
            ready = str(found.get("ready", ""))
            return Understood(
                name,
                float(intent["confidence"]),
                options,
                ranking,
                str(found.get("understanding", "")),
                ready,
            )
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise RasaUnavailable(f"{type(error).__name__}: {error}") from error

    async def take_back(self, session: str, text: str) -> None:
        """Make it as if `text` had not been said, if it was the last sentence of the talk. Raises RasaUnavailable."""
        tracker = f"/conversations/{quote(session, safe='')}/tracker"
        only_state = {"include_events": "NONE"}
        try:
            found = await self._http.get(tracker, params=only_state)
            found.raise_for_status()
            if found.json()["latest_message"].get("text") != text:
                return
            undone = await self._http.post(f"{tracker}/events", params=only_state, json=_TAKE_BACK)
            undone.raise_for_status()
        except (httpx.HTTPError, ValueError, KeyError) as error:
            raise RasaUnavailable(f"{type(error).__name__}: {error}") from error

    async def slots(self, session: str) -> dict[str, Any]:
        """Return what Rasa has learnt in a conversation, by the names of its slots. Raises RasaUnavailable."""
        try:
            tracker = f"/conversations/{quote(session, safe='')}/tracker"
            found = await self._http.get(tracker, params={"include_events": "NONE"})
            found.raise_for_status()
            return dict(found.json()["slots"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise RasaUnavailable(f"{type(error).__name__}: {error}") from error

    async def ready(self) -> bool:
        """Return whether Rasa is up with a model loaded."""
        try:
            status = await self._http.get("/status", timeout=2.0)
        except httpx.HTTPError:
            return False
        return status.status_code == 200 and bool(status.json().get("model_file"))

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()
