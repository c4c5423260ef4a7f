"""`python -m benchmarks.calls [--model FOLDER] [--crowd 20] [--row 1000]`: prints one table beside the goals."""

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles

from benchmarks.calls import callers
from benchmarks.calls.site import Held, held, metric, settled
from tests.stack import Site, running_site


def main() -> None:
    """Start a site, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--model", type=Path, help="folder of another recogniser model, such as the official one"
    )
    parser.add_argument("--crowd", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the crowd talks")
    parser.add_argument("--row", type=int, default=1000, help="calls one after another")
    asked = parser.parse_args()
    random.seed(1)
    settings = {"CALLS_MOST": str(asked.crowd + 5)}
    if asked.model:
        settings["VOSK_MODEL"] = str(asked.model)
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder) / "var", **settings) as site:
        sounds = callers.spoken(Path(folder) / "callers")
        settled(site)
        print(f"recogniser: {asked.model or 'our small test model'}; ears: {site.ready()['ears']}")
        print("| what | goal | measured |\n|---|---|---|", flush=True)
        asyncio.run(_measure(site, sounds, asked))


async def _measure(site: Site, sounds: list[bytes], asked: argparse.Namespace) -> None:
    await callers.one_call(site, sounds, len(callers.QUESTIONS))  # what is made on first use is made
    one = (await callers.one_call(site, sounds, 30)).answers
    beyond = [each - callers.PAUSE_S for each in one]
    _row("answer beyond the pause, 1 call", "p50 ≤ 450, p95 ≤ 700 ms", _p(beyond))
    _prepared(site)
    stops = await callers.interrupted(site, sounds, 15)
    _row("barge-in to silence", "p95 ≤ 500 ms", _p(stops))
    await _crowd(site, sounds, asked)
    _row("hang-up to freed", "≤ 1 s", f"{await _freed(site) * 1000:.0f} ms")
    await _one_after_another(site, asked.row)


async def _crowd(site: Site, sounds: list[bytes], asked: argparse.Namespace) -> None:
    frames, late = metric(site, "hotline_frames_total"), metric(site, "hotline_frames_late_total")
    many = await callers.crowd(site, sounds, asked.crowd, asked.seconds)
    frames = metric(site, "hotline_frames_total") - frames
    late = metric(site, "hotline_frames_late_total") - late
    beyond = [each - callers.PAUSE_S for each in many.answers]
    _row(
        f"the same, {asked.crowd} calls, 40 % speech",
        "p95 ≤ 1,200 ms",
        f"{_p(beyond)} ({len(beyond)} answers)",
    )
    _row(
        "frames late by > 60 ms, sent", "≤ 1 in 1,000", f"{1000 * late / frames:.2f} in 1,000 of {frames:.0f}"
    )
    gaps = sum(gap > 0.08 for gap in many.gaps)
    _row("frames late by > 60 ms, received", "≤ 1 in 1,000", f"{1000 * gaps / len(many.gaps):.2f} in 1,000")


def _prepared(site: Site) -> None:
    used, all_of_them = (
        metric(site, f"hotline_answers_prepared{which}") for which in ('{became="used"}', "")
    )
    _row("answers prepared early", "", f"{used:.0f} of {all_of_them:.0f} used")


async def _freed(site: Site) -> float:
    caller = await callers.connected(site)
    await caller.sound_after(0.0)
    await caller.hang_up()
    return await asyncio.to_thread(_until_free, site)


def _until_free(site: Site) -> float:
    began = time.monotonic()
    while metric(site, "hotline_calls"):
        time.sleep(0.01)
    return time.monotonic() - began


async def _one_after_another(site: Site, count: int) -> None:
    await _short_calls(site, 50)
    before: Held = held(site)
    await _short_calls(site, count)
    await asyncio.sleep(2)
    after = held(site)
    _row(
        f"{count} calls one after another",
        "no growth",
        f"memory {before.memory_mb:.0f} → {after.memory_mb:.0f} MB, handles {before.handles} → {after.handles}, "
        f"processes {before.processes} → {after.processes}",
    )


async def _short_calls(site: Site, count: int) -> None:
    for _ in range(count):
        caller = await callers.connected(site)
        await caller.sound_after(0.0)
        await caller.hang_up()


def _p(values: Sequence[float]) -> str:
    cuts = quantiles(values, n=20, method="inclusive")
    return f"p50 {cuts[9] * 1000:.0f}, p95 {cuts[18] * 1000:.0f} ms"


def _row(what: str, goal: str, found: str) -> None:
    print(f"| {what} | {goal} | {found} |", flush=True)


if __name__ == "__main__":
    main()
