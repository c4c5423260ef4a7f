"""The test bench: a process beside the hotline that holds trained understandings and tries sentences on them."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bot.business.errors import BusinessError
from bot.business.studio.understanding import Near, Understanding
from bot.studio.environment import nlu_environment

log = logging.getLogger(__name__)

_LONGEST_LINE = 64 * 1024 * 1024
_IDLE_S = 600.0  # it holds some 300 MB
_ANSWER_S = 120.0
_MOST = 5_000  # sentences at once


class BenchUnavailable(BusinessError):
    """The bench gives no answer; the live line isn't concerned."""

    def __init__(self, why: str) -> None:
        super().__init__("bench", f"试验台现在用不了：{why}")


class Bench:
    """Tries sentences; started when it is first needed, ended when it was not for a while.

    `understanding` gives the folder of the understanding of a release's folder (None: the live one), None when there is none.
    """

    def __init__(
        self, python: Path, log_file: Path, understanding: Callable[[str | None], Path | None]
    ) -> None:
        self._python = python
        self._log_file = log_file
        self._understanding = understanding
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._idle: asyncio.TimerHandle | None = None

    async def understand(
        self, texts: Sequence[str], folder: str | None = None, reasons: int = 0
    ) -> list[Understanding]:
        """Return what is made of each sentence by the understanding of a release's folder (None: the live one).

        With `reasons` that many training sentences that spoke for the first guess. Raises BenchUnavailable.
        """
        found = await self._ask(folder, do="understand", texts=list(texts), reasons=reasons)
        return [_understanding(each) for each in found]

    async def near(self, texts: Sequence[str], least: float = 0.6, most: int = 5) -> list[list[Near]]:
        """Return for each sentence the live training sentences most like it, at least `least` alike. Raises BenchUnavailable."""
        found = await self._ask(None, do="near", texts=list(texts), least=least, most=most)
        return [[Near(*each) for each in row] for row in found]

    async def pairs(self, texts: Sequence[str], least: float = 0.6) -> list[tuple[int, int, float]]:
        """Return (number, number, likeness) of sentences that are alike. Raises BenchUnavailable."""
        found = await self._ask(None, do="pairs", texts=list(texts), least=least)
        return [(int(one), int(two), float(alike)) for one, two, alike in found]

    async def close(self) -> None:
        """End the process."""
        if self._idle is not None:
            self._idle.cancel()
        await self._end()

    async def _ask(self, release: str | None, **asked: Any) -> Any:
        texts = asked["texts"]
        if not texts:
            return []
        if len(texts) > _MOST:
            raise BenchUnavailable(f"一次最多试 {_MOST} 句。")
        folder = self._understanding(release)
        if folder is None:
            raise BenchUnavailable(
                "这个版本的训练结果不在了。" if release else "训练结果还没有准备好，请过一会再试。"
            )
        async with self._turn:
            try:
                answer = await asyncio.wait_for(self._said({**asked, "folder": str(folder)}), _ANSWER_S)
            except (OSError, ValueError, TimeoutError) as error:
                await self._end()
                log.warning("the bench gave no answer: %s", type(error).__name__)
                raise BenchUnavailable("它没有回答，请再试一次。") from error
            except asyncio.CancelledError:
                await self._end()  # its answer would be taken for the next one's
                raise
            self._rest()
        if "wrong" in answer:
            log.warning("the bench can't: %s", answer["wrong"])
            raise BenchUnavailable("训练结果读不了。")
        return answer["found"]

    async def _said(self, asked: dict[str, Any]) -> dict[str, Any]:
        process = await self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(asked, ensure_ascii=False).encode() + b"\n")
        await process.stdin.drain()
        answer: dict[str, Any] = json.loads(await process.stdout.readline())
        return answer

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is not None and self._process.returncode is None:
            return self._process
        self._log_file.parent.mkdir(parents=True, exist_ok=True)
        with self._log_file.open("ab") as errors:
            self._process = await asyncio.create_subprocess_exec(
                "nice", "-n", "10", str(self._python), "-m", "bot.nlu.bench", "config.yml",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                limit=_LONGEST_LINE,
                env=nlu_environment(),
            )  # fmt: skip
        return self._process

    def _rest(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        loop = asyncio.get_running_loop()
        self._idle = loop.call_later(_IDLE_S, lambda: loop.create_task(self._end_when_free()))

    async def _end_when_free(self) -> None:
        async with self._turn:
            await self._end()

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _understanding(found: dict[str, Any]) -> Understanding:
    return Understanding(
        text=found["text"],
        meant=found["meant"],
        on_subject=found["on_subject"],
        ranking=tuple((str(name), float(sure)) for name, sure in found["ranking"]),
        intent=found["intent"],
        confidence=found["confidence"],
        options=tuple(found["options"]),
        reasons=tuple(Near(*each) for each in found.get("reasons", ())),
    )
