"""The services that actions use, wired when they are first asked for.

rasa-sdk makes every action itself, without arguments, so they can't be handed over in a constructor.
"""

from functools import cache

from bot.bootstrap import Services, build_services
from bot.settings import Settings


@cache
def services() -> Services:
    """Return the services of this process."""
    return build_services(Settings())
