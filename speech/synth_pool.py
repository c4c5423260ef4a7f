"""A fixed number of synthesis processes; a broken one is replaced, the espeak-ng program stands in."""

import queue
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from speech.audio import Audio, read_wav
from speech.errors import AudioError, SynthesiserError
from speech.synth_process import SynthProcess

_ATTEMPTS = 2  # the second one has a fresh process
_BUSY_S = 60.0  # longer than this nobody waits for an answer


class SynthPool:
    """Thread-safe. A place is None until its process is needed."""

    def __init__(self, workers: int, voice: str) -> None:
        self._voice = voice
        self._count = workers
        self._places: queue.LifoQueue[SynthProcess | None] = queue.LifoQueue()
        for _ in range(workers):
            self._places.put(None)

    def make(self, text: str, wpm: int) -> Audio:
        """Return the sound of `text` at `wpm` words a minute. Raises SynthesiserError."""
        timeout_s = 5.0 + len(text) * 0.05
        with tempfile.TemporaryDirectory(prefix="speech-") as folder:
            path = Path(folder) / "sound.wav"
            with self._place() as place:
                for _ in range(_ATTEMPTS):
                    try:
                        place.process().save(text, wpm, path, timeout_s)
                        return read_wav(path.read_bytes())
                    except (
                        SynthesiserError,
                        AudioError,
                        OSError,
                    ) as error:  # a file that isn't whole is no sound
                        failure = error
                        place.clear()
            if _program_saves(self._voice, text, wpm, path, timeout_s):
                return read_wav(path.read_bytes())
        raise SynthesiserError("no_sound", "语音合成没有得到声音。") from failure

    def start(self) -> None:
        """Start every process now instead of when it is first needed. Raises SynthesiserError."""
        taken = [self._take() for _ in range(self._count)]
        try:
            for place in taken:
                place.process()
        finally:
            for place in taken:
                self._places.put(place.running)

    def close(self) -> None:
        """End all processes that nobody is using; those in use end with this process."""
        free: list[SynthProcess | None] = []
        with suppress(queue.Empty):
            while len(free) < self._count:
                free.append(self._places.get_nowait())
        for process in free:
            if process is not None:
                process.close()
            self._places.put(None)

    @contextmanager
    def _place(self) -> Iterator["_Place"]:
        place = self._take()
        try:
            yield place
        except BaseException:  # an interrupted wait leaves an answer unread: the next job would get it
            place.clear()
            raise
        finally:
            self._places.put(place.running)

    def _take(self) -> "_Place":
        try:
            return _Place(self._voice, self._places.get(timeout=_BUSY_S))
        except queue.Empty as error:
            raise SynthesiserError("busy", "语音合成太忙，请稍后再试。") from error


class _Place:
    """One place of the pool while a thread has it."""

    def __init__(self, voice: str, running: SynthProcess | None) -> None:
        self._voice = voice
        self.running = running

    def process(self) -> SynthProcess:
        """Return the running process, started if there is none."""
        if self.running is None:
            self.running = SynthProcess(self._voice)
        return self.running

    def clear(self) -> None:
        """End the process; the next one who needs it gets a new one."""
        if self.running is not None:
            self.running.close()
            self.running = None


def _program_saves(voice: str, text: str, wpm: int, path: Path, timeout_s: float) -> bool:
    """Return whether the espeak-ng program, run once for this text, wrote `path`."""
    program = shutil.which("espeak-ng")
    if program is None or not _program_has(program, voice):
        return False
    command = [program, "-v", voice, "-s", str(wpm), "-w", str(path), "--stdin"]
    try:
        done = subprocess.run(  # noqa: S603  no shell; the text goes in by stdin
            command, input=text.encode(), timeout=timeout_s, check=False, capture_output=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _program_has(program: str, voice: str) -> bool:
    """Return whether espeak-ng knows `voice`: an unknown one makes it speak English and say nothing about it."""
    try:
        listed = subprocess.run(  # noqa: S603  fixed arguments
            [program, "--voices"], timeout=10, check=True, capture_output=True, text=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return False
    files = {word.lower() for line in listed.splitlines() for word in line.split() if "/" in word}
    return any(voice.lower() in (file, file.split("/")[-1]) for file in files)
