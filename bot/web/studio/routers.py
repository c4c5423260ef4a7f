"""Every router of the studio."""

from fastapi import APIRouter

from bot.web.studio import pages

MODULES = (pages,)


def routers() -> list[APIRouter]:
    """Return them for the app."""
    return [module.router for module in MODULES]
