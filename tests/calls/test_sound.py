"""The scripted calls as sound, over every line: three at a time, those that break something alone at the end."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.calls.caller_voice import CallerVoice
from tests.calls.script_reader import scenarios
from tests.calls.scripts import Scenario
from tests.calls.sound_line import CONNECT, Hotline
from tests.calls.sound_runner import play
from tests.stack import running_site

AT_ONCE = 3
RUNS = {
    f"{each.file}:{each.name}:{line}": (each, line)
    for each in scenarios()
    for line in each.lines
    if line in CONNECT
}
pytestmark = pytest.mark.timeout(900)  # the first test plays them all


@pytest.fixture(scope="module")
def hotline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hotline]:
    settings = {"CALLS_MOST": "12", "SIP_AGENT": "sip:agent@127.0.0.1"}  # whom the callers are referred to
    settings["VOSK_MODEL"] = "tests/models/vosk-xiaozheng-cn"
    voice = CallerVoice(tmp_path_factory.mktemp("voice"))
    with running_site(tmp_path_factory.mktemp("site"), **settings) as site:
        yield Hotline(site, voice)
    voice.close()


@pytest.fixture(scope="module")
def played(request: pytest.FixtureRequest, hotline: Hotline) -> dict[str, str | None]:
    wanted = [item.callspec.params["run"] for item in request.session.items if _plays(item)]
    return asyncio.run(play_all({name: RUNS[name] for name in wanted}, hotline))


def _plays(item: Any) -> bool:
    return "run" in getattr(getattr(item, "callspec", None), "params", {})


async def play_all(runs: dict[str, tuple[Scenario, str]], hotline: Hotline) -> dict[str, str | None]:
    places = asyncio.Semaphore(AT_ONCE)

    async def in_turn(scenario: Scenario, line: str) -> str | None:
        async with places:
            return await play(scenario, line, hotline)

    quiet = {name: run for name, run in runs.items() if not run[0].alone}
    results = await asyncio.gather(*(in_turn(*run) for run in quiet.values()))
    found = dict(zip(quiet, results, strict=True))
    for name, run in runs.items():
        if name not in quiet:
            found[name] = await play(*run, hotline)
    return found


@pytest.mark.parametrize("run", RUNS)
def test_a_scripted_call_as_sound(run: str, played: dict[str, str | None]) -> None:
    assert played[run] is None, played[run]
