"""Opens the telephone lines that the settings name."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.channels.audiosocket import serve_audiosocket
from bot.conversations.calls.center import CallCenter
from bot.settings import Settings


@asynccontextmanager
async def open_lines(settings: Settings, center: CallCenter) -> AsyncIterator[None]:
    """Listen while in the context. Raises OSError when a port is taken."""
    async with AsyncExitStack() as stack:
        if settings.audiosocket_port:
            server = await serve_audiosocket(center, settings.phone_host, settings.audiosocket_port)
            stack.callback(server.close)
        yield
