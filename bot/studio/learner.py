"""Learns a release's understanding in a process of its own, below everything else in priority, and can be killed."""

import asyncio
import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bot.studio.environment import nlu_environment
from bot.studio.understandings import Understandings, code

_LEXICON, _NLU, _CONFIG = "data/reference/concepts.yml", "data/nlu", "config.yml"
_TAIL = 4_000  # bytes of what it complained of
_NO_ROOM = "No space left on device"

Progress = Callable[[float, str], None]


class LearningFailed(Exception):
    """No understanding came of it; the message says why, for people."""


class Learner:
    """Runs `bot.nlu.learn`."""

    def __init__(self, python: Path, region: str, log_file: Path, understandings: Understandings) -> None:
        self._python = python
        self._region = region
        self._log_file = log_file
        self._understandings = understandings
        self._one = asyncio.Lock()  # two would only take each other's processors

    async def learn(
        self, knowledge: Path, name: str, live: str | None, cases: Sequence[str], progress: Progress
    ) -> None:
        """Learn `knowledge` into the understanding `name` and try `cases` on it and on the live one.

        `progress(share, stage)` is told how far it is. Raises LearningFailed, OSError.
        """
        code = await self._done(knowledge, name, live, cases, progress)
        if code != 0 or not self._understandings.exists(name):
            raise LearningFailed(self._why(code))

    async def get_ready(self, knowledge: Path, live: str, cases: Sequence[str]) -> None:
        """Do beforehand what the next learning would have to wait for; what fails is done then."""
        await self._done(knowledge, None, live, cases, lambda share, stage: None)

    async def _done(
        self, knowledge: Path, name: str | None, live: str | None, cases: Sequence[str], progress: Progress
    ) -> int:
        async with self._one:
            with self._task(knowledge, name, live, cases) as task:
                return await self._run(task, progress)

    async def _run(self, task: Path, progress: Progress) -> int:
        self._log_file.parent.mkdir(parents=True, exist_ok=True)
        with self._log_file.open("wb") as errors:
            # it yields by itself, but not before its second of imports
            process = await asyncio.create_subprocess_exec(
                "nice", "-n", "19", str(self._python), "-m", "bot.nlu.learn", str(task),
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                env=nlu_environment(OMP_NUM_THREADS=str(os.cpu_count() or 1)),
            )  # fmt: skip
        try:
            return await _followed(process, progress)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    @contextlib.contextmanager
    def _task(
        self, knowledge: Path, name: str | None, live: str | None, cases: Sequence[str]
    ) -> Iterator[Path]:
        path, base = self._understandings.path, self._understandings.base()
        given = {
            "knowledge": str(knowledge),
            "region": self._region,
            "nlu": _NLU,
            "lexicon": _LEXICON,
            "config": _CONFIG,
            "target": str(path(name)) if name else None,
            "base": str(base) if base else None,
            "live": str(path(live)) if live and self._understandings.exists(live) else None,
            "points": str(self._understandings.points),
            "code": code(),
            "cases": list(cases),
        }
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
            json.dump(given, file, ensure_ascii=False)
            file.flush()
            yield Path(file.name)

    def _why(self, code: int) -> str:
        told = self._log_file.read_bytes()[-_TAIL:].decode("utf-8", "replace")
        if _NO_ROOM in told:
            return "磁盘空间不够，训练没有完成。腾出空间后再发布一次。"
        if code < 0:
            return f"训练进程被中断（信号 {-code}），可能是内存不够或有人停了它。可以再发布一次。"
        return f"训练没有成功，原因在 {self._log_file}。"


async def _followed(process: asyncio.subprocess.Process, progress: Progress) -> int:
    assert process.stdout is not None
    async for line in process.stdout:
        with contextlib.suppress(ValueError, KeyError):
            told = json.loads(line)
            progress(float(told["share"]), str(told["stage"]))
    return await process.wait()
