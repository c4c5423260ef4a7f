"""What every request handler of this process shares; built once when the app starts."""

from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from fastapi import Request, WebSocket
from itsdangerous import URLSafeTimedSerializer

from bot.bootstrap import Services
from bot.conversations.calls.center import CallCenter
from bot.conversations.desk import Desk
from bot.conversations.dialogue import Dialogue
from bot.conversations.events import EventHub
from bot.conversations.rasa_client import RasaClient
from bot.conversations.voice import Voice
from bot.settings import Settings
from bot.studio.studio import Studio
from bot.web.agent.board import Board
from bot.web.limits import RateLimit

T = TypeVar("T")


@dataclass(frozen=True)
class Context:
    """The parts that requests need."""

    settings: Settings
    services: Services
    rasa: RasaClient
    hub: EventHub
    dialogue: Dialogue
    desk: Desk
    voice: Voice
    signer: URLSafeTimedSerializer
    messages: RateLimit
    logins: RateLimit
    calls: CallCenter
    board: Board
    studio: Studio
    calls_token: str  # what the exchange shows
    kept: dict[type, Any] = field(default_factory=dict)

    def keep(self, kind: type[T]) -> T:
        """Return this app's one `kind`, made when it is first asked for: what pages remember between requests."""
        return cast(T, self.kept.setdefault(kind, kind()))


def context(request: Request) -> Context:
    """Return the context of the app that serves `request`; a FastAPI dependency."""
    return cast(Context, request.app.state.context)


def socket_context(websocket: WebSocket) -> Context:
    """Return the context of the app that serves `websocket`."""
    return cast(Context, websocket.app.state.context)
