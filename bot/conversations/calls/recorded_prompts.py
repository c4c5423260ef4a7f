"""Recordings of people for what is said word for word: kept as WAV files at the rates of our lines."""

import logging
import os
import tempfile
from pathlib import Path

from bot.business.calls.events import Say
from bot.business.calls.known import digest
from bot.conversations.calls.upload_check import checked
from speech.audio import Audio, read_wav, resample, write_wav
from speech.errors import AudioError

log = logging.getLogger(__name__)

RATES = (8000, 16000)  # Hz: the telephone and the page
_LAST = f".{RATES[-1]}.wav"  # where this one is, the others are: they are written in order


class RecordedPrompts:
    """The recordings below one folder, any number of threads at once.

    A fixed prompt is kept under its name, an answer under `<topic>.<digest of the spoken text>`. The digest alone
    decides what is played, so a text that several topics share is recorded once, and an old wording is never heard.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, what: Say, rate: int) -> Audio | None:
        """Return the recording to play for `what`, or None; who asked for slow speech gets the synthesiser's."""
        if what.slow or rate not in RATES:
            return None
        for path in self._files(what.prompt or f".{digest(what.text)}", rate):
            try:
                return read_wav(path.read_bytes())
            except (OSError, AudioError) as error:  # deleted just now, or damaged: the synthesiser speaks
                log.warning("recording %s not played: %s", path.name, error)
        return None

    def keep(self, key: str, data: bytes) -> None:
        """Take an uploaded WAV file as the recording for `key`. Raises AudioError for what can't be used."""
        audio = checked(data)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for rate in RATES:
            self._write(self._folder / f"{key}.{rate}.wav", write_wav(resample(audio, rate)))
        for path in self._all_files(key):
            if not path.name.startswith(f"{key}."):  # the same text, recorded under another topic
                path.unlink(missing_ok=True)

    def forget(self, key: str) -> bool:
        """Delete the recording for `key`; return whether there was one."""
        paths = self._all_files(key)
        for path in paths:
            path.unlink(missing_ok=True)
        return bool(paths)

    def listed(self) -> set[str]:
        """Return the keys of all recordings, those of old wordings too."""
        return {path.name.removesuffix(_LAST) for path in self._folder.glob(f"*{_LAST}")}

    def _all_files(self, key: str) -> list[Path]:
        return [path for rate in RATES for path in self._files(key, rate)]

    def _files(self, key: str, rate: int) -> list[Path]:
        _, dot, name = key.rpartition(".")
        return list(self._folder.glob(f"{'*.' if dot else ''}{name}.{rate}.wav"))

    def _write(self, path: Path, data: bytes) -> None:
        handle, draft = tempfile.mkstemp(dir=self._folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())  # somebody's work: it has to be there after a power cut
            os.replace(draft, path)
        except OSError:
            Path(draft).unlink(missing_ok=True)
            raise
