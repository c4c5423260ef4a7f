"""Wiring of the studio's machinery."""

import asyncio
import contextlib
import sys
from collections.abc import Callable
from pathlib import Path

from bot.bootstrap import Services
from bot.business.studio.contents import Contents
from bot.conversations.rasa_client import RasaClient
from bot.settings import Settings
from bot.studio.bench import Bench
from bot.studio.cases import all_cases
from bot.studio.composing import Composer, understanding_in
from bot.studio.learner import Learner
from bot.studio.publisher import Parts, Publisher
from bot.studio.studio import Studio
from bot.studio.switch import Switch
from bot.studio.understandings import Understandings


def build_studio(settings: Settings, services: Services, rasa: RasaClient) -> Studio:
    """Return the machinery; nothing is started."""
    understandings = Understandings(settings.var / "understanding")
    logs = settings.var / "log"
    parts = Parts(
        publishing=services.publishing,
        composer=Composer(
            services.releases,
            settings.region,
            services.live_contents,
            services.knowledge.current,
            understandings,
            services.publishing,
        ),
        understandings=understandings,
        learner=Learner(settings.rasa_python, settings.region, logs / "learn.log", understandings),
        switch=Switch(services.releases, rasa),
        cases=lambda: all_cases(settings.regression, services.test_sentences.all()),
        today=services.today,
        after=_Hearing(),
    )
    bench = Bench(settings.rasa_python, logs / "bench.log", _finder(services, understandings))
    return Studio(bench, Publisher(parts))


def _finder(services: Services, understandings: Understandings) -> Callable[[str | None], Path | None]:
    """Return what finds the understanding of a release's folder; None: of what is live."""
    held: tuple[Contents, str] | None = None

    def find(folder: str | None) -> Path | None:
        nonlocal held
        if folder is not None:
            name = understanding_in(services.releases.path(folder))
        else:
            live = services.live_contents()
            if held is None or held[0] is not live:
                held = (live, understandings.name_for(live))
            name = held[1]
        return understandings.path(name) if name and understandings.exists(name) else None

    return find


class _Hearing:
    """Lets the recogniser follow what is live, beside everything else; one process at a time, and one more for what came meanwhile."""

    def __init__(self) -> None:
        self._running = self._again = False

    async def __call__(self) -> None:
        self._again = True
        if self._running:
            return
        self._running = True
        try:
            while self._again:
                self._again = False
                await _heard()
        finally:
            self._running = False


async def _heard() -> None:
    process = await asyncio.create_subprocess_exec(
        "nice", "-n", "19", sys.executable, "-m", "bot.cli", "faq", "hear",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        await process.wait()
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
