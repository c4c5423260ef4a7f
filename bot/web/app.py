"""The hotline process: builds its parts when it starts, serves the pages and the interface."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from itsdangerous import URLSafeTimedSerializer

from bot.bootstrap import Services, build_services
from bot.channels.opening import open_lines
from bot.conversations.calls.capacity import measured_capacity
from bot.conversations.calls.center import CallCenter
from bot.conversations.calls.measures import CallMeasures
from bot.conversations.calls.prepared import prepared_sounds
from bot.conversations.deadline_watch import watched_deadlines
from bot.conversations.desk import Desk
from bot.conversations.dialogue import Dialogue
from bot.conversations.ears_follow import followed_ears
from bot.conversations.events import EventHub
from bot.conversations.queue_watch import watch_queue
from bot.conversations.rasa_client import RasaClient
from bot.conversations.retention import purge_daily
from bot.conversations.voice import Voice
from bot.conversations.voice_setup import build_voice
from bot.notifiers.building import build_notifiers
from bot.settings import Settings
from bot.store.secret_files import secret_in
from bot.studio.building import build_studio
from bot.studio.watch import watched_publications
from bot.web import errors
from bot.web.admin import accounts, audit, audit_export
from bot.web.agent import (
    callbacks,
    canned,
    desk_socket,
    handoffs,
    orders,
    pages,
    presence,
    prompts,
    suggestions,
    talk_context,
    talks,
)
from bot.web.agent import calls as agent_calls
from bot.web.agent.board import Board
from bot.web.api import calls, docs, health
from bot.web.citizen import chat, chat_socket, page, voice_socket
from bot.web.context import Context
from bot.web.department import api as department_api
from bot.web.department import pages as department_pages
from bot.web.limits import RateLimit
from bot.web.open311 import reading as open311_reading
from bot.web.open311 import reporting as open311_reporting
from bot.web.orders import api as orders_api
from bot.web.orders import pages as orders_pages
from bot.web.security import Guard
from bot.web.staff import frame, password
from bot.web.staff import pages as staff_pages
from bot.web.studio.routers import routers as studio_routers
from bot.web.supervisor import exports as statistics_exports
from bot.web.supervisor import live as supervisor_live
from bot.web.supervisor import page as supervisor_page

_HERE = Path(__file__).parent
_LOGIN_WINDOW_S = 900.0


def create_app(settings: Settings, voice: Callable[[Settings], Voice] = build_voice) -> FastAPI:
    """Return the app for `settings`; nothing is opened before it starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        deliver = build_notifiers(settings, secret_in)
        shared = _build(settings, voice(settings))
        app.state.context = shared
        purging = asyncio.create_task(purge_daily(shared.services.retention))
        watching = asyncio.create_task(
            watch_queue(shared.desk, grace_s=shared.services.handoffs.rules.lost_after_s)
        )
        async with (
            open_lines(settings, shared.calls),
            prepared_sounds(shared.calls),
            followed_ears(settings, shared.voice),
            shared.board.running(),
            watched_deadlines(
                shared.services.deadlines, shared.services.notices, deliver, health=shared.services.health
            ),
            watched_publications(shared.studio.publisher, shared.services.publishing, shared.services.drafts),
        ):
            yield
        await shared.studio.bench.close()
        purging.cancel()
        watching.cancel()
        await shared.calls.stop()
        await shared.rasa.close()
        if shared.voice.mouth is not None:
            shared.voice.mouth.close()
        shared.services.database.close()

    app = FastAPI(title="小政 12345 热线助手", version="1", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.openapi_version = "3.0.3"  # the newest that the packaged Swagger UI shows
    app.add_middleware(Guard)
    errors.install(app)
    frame.install(app)
    for module in (
        chat,
        chat_socket,
        voice_socket,
        page,
        pages,
        staff_pages,
        password,
        audit,
        audit_export,
        accounts,
        supervisor_page,
        supervisor_live,
        statistics_exports,
        prompts,
        agent_calls,
        handoffs,
        talks,
        talk_context,
        suggestions,
        canned,
        callbacks,
        presence,
        desk_socket,
        orders,
        orders_pages,
        orders_api,
        department_pages,
        department_api,
        open311_reading,
        open311_reporting,
        calls,
        health,
        docs,
    ):
        app.include_router(module.router)
    for router in studio_routers():
        app.include_router(router)
    app.mount("/static/citizen", StaticFiles(directory=_HERE / "citizen" / "static"))
    app.mount("/static/staff", StaticFiles(directory=_HERE / "staff" / "static"))
    app.mount("/static/supervisor", StaticFiles(directory=_HERE / "supervisor" / "static"))
    app.mount("/static/studio", StaticFiles(directory=_HERE / "studio" / "static"))
    app.mount("/static/admin", StaticFiles(directory=_HERE / "admin" / "static"))
    app.mount("/static/orders", StaticFiles(directory=_HERE / "orders" / "static"))
    app.mount("/static/agent", StaticFiles(directory=_HERE / "agent" / "static"))
    app.mount(docs.MOUNT, StaticFiles(directory=docs.FOLDER))
    return app


def _build(settings: Settings, voice: Voice) -> Context:
    services = build_services(settings)
    rasa = RasaClient(settings.rasa_url, settings.rasa_timeout_s)
    hub = EventHub()
    dialogue = Dialogue(services, rasa, hub)
    calls = _calls(settings, voice, dialogue, services)
    return Context(
        settings=settings,
        services=services,
        rasa=rasa,
        hub=hub,
        dialogue=dialogue,
        desk=Desk(services, hub),
        voice=voice,
        signer=URLSafeTimedSerializer(secret_in(settings.var / "session-secret"), salt="staff"),
        messages=RateLimit(settings.messages_per_minute, 60.0),
        logins=RateLimit(settings.logins_per_quarter_hour, _LOGIN_WINDOW_S),
        calls_token=settings.calls_token or secret_in(settings.var / "calls-token"),
        calls=calls,
        board=Board(services, hub, calls),
        studio=build_studio(settings, services, rasa),
    )


def _calls(settings: Settings, voice: Voice, dialogue: Dialogue, services: Services) -> CallCenter:
    recordings = settings.recordings if settings.record_calls else None
    most = settings.calls_most or measured_capacity(voice)
    measures = CallMeasures()
    measures.watch(dialogue.foresight)
    return CallCenter(voice, dialogue, services, measures, recordings, most)
