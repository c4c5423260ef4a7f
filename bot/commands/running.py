"""run, train, doctor, purge, and the two server processes that `run` starts.

What only one command needs is imported in it: the servers take two seconds to import, and nobody who asks for a list
of models should wait for them.
"""

import asyncio
import contextlib
import sys

import typer
from rich.console import Console

from bot.commands.terminal import fail
from bot.logs import configure
from bot.running import start, training
from bot.settings import Settings

# A turn asks for the interpreter a hundred times, and waits this long each time while a release is composed beside it: at
# twenty turns a second Python's usual 5 ms, and even half a millisecond, add up to more than there is.
_TURNS_FIRST_S = 0.0001


def run() -> None:
    """Start everything and wait for Ctrl-C."""
    raise typer.Exit(start.run(Settings(), Console()))


def train() -> None:
    """Train the model for the shipped knowledge base, unless it is there."""
    settings = Settings()
    console = Console()
    try:
        console.print(f"模型：{start.ensure_model(settings, console)}", highlight=False)
    except training.TrainingFailed as error:
        fail(str(error))


def doctor() -> None:
    """Show what works on this machine, what doesn't, and what to do about it."""
    from bot.running.doctor import examine

    found = examine(Settings())
    for each in found:
        typer.echo(f"{'✓' if each.good else '✗'} {each.what}：{each.told}")
    raise typer.Exit(0 if all(each.good for each in found) else 1)


def purge() -> None:
    """Delete what is kept long enough; the running hotline does the same once a day."""
    from bot.bootstrap import build_services

    settings = Settings()
    services = build_services(settings)
    gone = services.retention.purge()
    typer.echo(
        f"已删除 {gone.conversations} 段 {settings.retention_days} 天以前的对话，{gone.states} 段停了一天以上的对话状态，"
        f"{gone.recordings} 个 {settings.recording_days} 天以前的通话录音。"
    )
    services.database.close()


def serve_web() -> None:
    """Serve the pages and the interface."""
    import uvicorn

    from bot.web.app import create_app

    settings = Settings()
    configure(settings.log_level)
    sys.setswitchinterval(_TURNS_FIRST_S)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        ws_max_size=64 * 1024,
        timeout_graceful_shutdown=2,
        server_header=False,
    )


def serve_actions() -> None:
    """Serve Rasa's custom actions, on loopback only: rasa-sdk's own server would listen on every address."""
    import uvicorn
    from rasa_sdk.endpoint import create_app

    from actions.wiring import services
    from bot.knowledge.reader import KnowledgeError
    from bot.running.action_times import TimedExecutor

    settings = Settings()
    configure(settings.log_level)
    executor = TimedExecutor()
    executor.register_package("actions")
    with contextlib.suppress(KnowledgeError, OSError):  # told with every turn, and mended without a start
        services().knowledge.current()  # takes a second, which the first citizen would wait for
    config = uvicorn.Config(
        create_app(executor, cors_origins=None),
        host="127.0.0.1",
        port=settings.actions_port,
        log_config=None,
        access_log=False,
        lifespan="on",
    )
    asyncio.run(uvicorn.Server(config).serve())
