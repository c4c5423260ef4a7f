"""Opens the telephone lines that the settings name."""

import ipaddress
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.channels.audiosocket import serve_audiosocket
from bot.channels.sip.digest import Digest
from bot.channels.sip.endpoint import SipAccess, serve_sip
from bot.conversations.calls.center import CallCenter
from bot.settings import Settings


@asynccontextmanager
async def open_lines(settings: Settings, center: CallCenter) -> AsyncIterator[None]:
    """Listen while in the context. Raises OSError when a port is taken, ValueError for a setting that can't be used."""
    async with AsyncExitStack() as stack:
        if settings.audiosocket_port:
            server = await serve_audiosocket(center, settings.phone_host, settings.audiosocket_port)
            stack.callback(server.close)
        if settings.sip_port:
            endpoint = await serve_sip(center, sip_access(settings), settings.phone_host, settings.sip_port)
            stack.callback(endpoint.close)
        yield


def sip_access(settings: Settings) -> SipAccess:
    """Return who may call over SIP. Raises ValueError for a network that is none, or a user without a password."""
    networks = [each.strip() for each in settings.sip_allow.split(",") if each.strip()]
    if bool(settings.sip_user) != bool(settings.sip_password):
        raise ValueError("HOTLINE_SIP_USER 和 HOTLINE_SIP_PASSWORD 要一起设。")
    digest = (
        Digest(settings.sip_user, settings.sip_password)
        if settings.sip_user and settings.sip_password
        else None
    )
    return SipAccess(tuple(ipaddress.IPv4Network(each) for each in networks), digest, settings.sip_agent)
