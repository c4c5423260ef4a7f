"""`python -m benchmarks.studio [--rate 20] [--releases 20] [--settle 120]`: the figures of publishing, on the running product.

A wording from the click to the next answer; a new question from the click to live; what citizens who write meanwhile
notice; the serving processes' memory over many releases.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.studio.citizens import Turns, writing
from bot.bootstrap import build_services
from bot.settings import Settings
from tests.integration.studio.test_whole_site import Admin, said
from tests.stack import Site, running_site

TOPIC, ASKED = "card_lost", "社保卡丢了怎么办"
PARTS = {"rasa": "-m rasa run", "actions": "serve-actions", "hotline": "serve-web"}


def main() -> None:
    """Start the product, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=float, default=20.0)
    parser.add_argument("--releases", type=int, default=20)
    parser.add_argument("--settle", type=float, default=240.0, help="seconds for what a start leaves to do")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder) / "var") as site:
        time.sleep(asked.settle)
        services = build_services(Settings(var=site.var))
        bench = Bench(site, Admin(site, services))
        bench.first_answers()
        bench.wordings(10)
        bench.first_training()
        bench.switches(asked.rate)
        bench.memory(asked.releases)
        services.database.close()


class Bench:
    """Measures one running site."""

    def __init__(self, site: Site, admin: Admin) -> None:
        self._site = site
        self._admin = admin
        self._count = 0
        self._questions = [str(topic["title"]) for topic in admin.services.live_contents().topics.values()]

    def first_answers(self) -> None:
        """Print how long the first citizens after a start wait."""
        took = []
        for _ in range(3):
            began = time.perf_counter()
            said(self._site, ASKED)
            took.append(f"{(time.perf_counter() - began) * 1000:.0f}")
        print(f"the first answers after a start: {', '.join(took)} ms", flush=True)

    def wordings(self, times: int) -> None:
        """Print how long it takes from the click until an answer has another wording."""
        took = [self._wording() for _ in range(times)]
        rest = sorted(took[1:])
        print(
            f"wording → next answer: first {took[0]:.2f} s, then median {statistics.median(rest):.2f} s, "
            f"longest {rest[-1]:.2f} s of {len(rest)}"
        )

    def first_training(self) -> None:
        """Print how long the first new question takes from the click, and the next ones."""
        took = [self._question() for _ in range(4)]
        rest = ", ".join(f"{each:.1f}" for each in took[1:])
        print(f"new question → live: first {took[0]:.1f} s, then {rest} s", flush=True)

    def switches(self, rate: float) -> None:
        """Print what citizens notice of a training with its switch, of a wording, and of going back."""
        print(f"citizens write {rate:g} sentences a second", flush=True)
        quiet = asyncio.run(self._during(rate, lambda: time.sleep(30)))
        usual = statistics.median(quiet.took)
        print(f"  nothing going on: {quiet.line(usual)}", flush=True)
        for what, act in (
            ("a new question", self._question),
            ("a wording", self._wording),
            ("going back", self._back),
        ):
            print(f"  {what}: {asyncio.run(self._during(rate, act)).line(usual)}", flush=True)

    def memory(self, releases: int) -> None:
        """Print the serving processes' memory before and after releases with training."""
        before = self._resident()
        print("memory, MB, after each five releases:", before, flush=True)
        for number in range(1, releases + 1):
            self._question()
            if number % 5 == 0:
                print(f"  {number}: {self._resident()}", flush=True)

    def _wording(self) -> float:
        self._count += 1
        changed, mark = self._admin.live(TOPIC), f"【{self._count}】"
        first, *rest = changed["answers"]
        changed["answers"] = [first | {"screen": mark + first["screen"].split("】")[-1]}, *rest]
        draft = self._admin.draft(changed, TOPIC)
        began = time.perf_counter()
        self._admin.publish(draft)
        while not said(self._site, ASKED)["text"].startswith(mark):
            pass
        return time.perf_counter() - began

    def _question(self) -> float:
        self._count += 1
        changed = self._admin.live(TOPIC)
        asked = [f"我的卡片掉进第{self._count}号窨井里了怎么弄", *changed["questions"]]
        kept = [each for each in asked if "号窨井" not in each or each == asked[0]]
        draft = self._admin.draft(changed | {"questions": kept}, TOPIC)
        began = time.perf_counter()
        return self._ended(self._admin.publish(draft), began)

    def _back(self) -> float:
        began = time.perf_counter()
        last = [each for each in self._admin.services.publishing.newest(30) if each.state.value == "retired"]
        other = next(each for each in last if each.trained)
        path = f"/api/studio/releases/{other.number}/return"
        return self._ended(self._admin.http.post(path, json={"reason": "量一量"}).json(), began)

    def _ended(self, release: dict[str, Any], began: float) -> float:
        ended = self._admin.ended(release["number"])
        if ended["state"] != "live":
            raise SystemExit(f"not live: {ended}")
        return time.perf_counter() - began

    async def _during(self, rate: float, act: Any) -> Turns:
        async with writing(self._site.url, self._questions, rate) as turns:
            await asyncio.sleep(3)
            await asyncio.to_thread(act)
            await asyncio.sleep(5)
        return turns

    def _resident(self) -> dict[str, int]:
        return {name: _megabytes(self._site.child(marker)) for name, marker in PARTS.items()}


def _megabytes(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    raise LookupError(pid)


if __name__ == "__main__":
    main()
