"""The parent's side of a synthesis process: start it, give it a job, kill it when it doesn't answer."""

import json
import subprocess
import sys
import threading
from pathlib import Path

from speech.errors import SynthesiserError

_WORKER = Path(__file__).with_name("synth_worker.py")
_START_TIMEOUT_S = 20.0
_BYE_TIMEOUT_S = 2.0


class SynthProcess:
    """One running worker; used by one thread at a time. Raises SynthesiserError when it doesn't start."""

    def __init__(self, voice: str) -> None:
        # Not multiprocessing's spawn: that would run the caller's main module once more in every worker.
        # -I: the worker's folder stays off the module path, where our file names could hide the library's.
        self._process = subprocess.Popen(  # noqa: S603  our own file, run by our own interpreter
            [sys.executable, "-I", str(_WORKER), voice],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        try:
            self._read_answer(_START_TIMEOUT_S)
        except SynthesiserError:
            self.close()
            raise

    @property
    def pid(self) -> int:
        """Return the process id."""
        return self._process.pid

    def save(self, text: str, wpm: int, path: Path, timeout_s: float) -> None:
        """Have `text` written to `path` as WAV.

        Raises SynthesiserError: worker_failed, or worker_died when it crashed or had to be killed.
        """
        assert self._process.stdin is not None  # it was opened as a pipe
        try:
            self._process.stdin.write(json.dumps({"text": text, "wpm": wpm, "path": str(path)}) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise SynthesiserError("worker_died", "语音合成进程已退出。") from error
        self._read_answer(timeout_s)

    def close(self) -> None:
        """End the process and wait until it is gone."""
        if self._process.stdin is not None:
            try:
                self._process.stdin.close()  # it leaves its loop at the end of its input
            except OSError:
                self._process.kill()
        try:
            self._process.wait(_BYE_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _read_answer(self, timeout_s: float) -> None:
        """Wait for an answer; a worker that doesn't give one in time is killed, which ends the wait."""
        assert self._process.stdout is not None  # it was opened as a pipe
        watchdog = threading.Timer(timeout_s, self._process.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            line = self._process.stdout.readline()
        finally:
            watchdog.cancel()
        if not line.endswith("\n"):
            raise SynthesiserError("worker_died", "语音合成进程没有响应。")
        answer = json.loads(line)
        if not answer["ok"]:
            raise SynthesiserError("worker_failed", f"语音合成失败：{answer['why']}")
