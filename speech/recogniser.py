"""Speech to text with Vosk: one model a process, one session a talk."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from speech.audio import MAX_RATE, MIN_RATE, Audio
from speech.errors import ModelError, RecogniserError
from speech.model_check import check_model, model_rate
from speech.resampler import Resampler

_STEP_S = 0.1  # sound given to the decoder at once: endpoints inside a long buffer are still found
_TAIL_S = 1.3  # silence after the last word; the network looks ahead and the endpoint rules want a pause
_QUIET = -1  # Vosk's log level: errors come as exceptions


@dataclass(frozen=True)
class HeardWord:
    """One word, where it lies in the session's sound (seconds), how sure the recogniser is (0.0 to 1.0)."""

    text: str
    start_s: float
    end_s: float
    confidence: float


@dataclass(frozen=True)
class Heard:
    """What was understood, without blanks. Only a `final` one carries words and a confidence (their mean)."""

    text: str
    final: bool
    confidence: float = 0.0
    words: tuple[HeardWord, ...] = ()


class RecogniserModel:
    """A loaded model: read-only, so any number of threads may open sessions on it."""

    def __init__(self, model: Any, rate: int, path: Path) -> None:
        self._model = model
        self.rate = rate  # Hz, of the sound that the network was trained on
        self.path = path

    @classmethod
    def load(cls, path: Path) -> "RecogniserModel":
        """Return the model in folder `path`.

        Raises ModelError for a folder that is missing or broken; the files are looked at first, because the
        library ends the whole process on some of them.
        """
        check_model(path)
        try:
            import vosk  # opens a 25 MB library: only those who listen pay for it
        except (ImportError, OSError) as error:
            raise ModelError("no_library", f"语音识别库装不上：{error}") from error
        vosk.SetLogLevel(_QUIET)
        try:
            model = vosk.Model(str(path))
        except Exception as error:  # that's the class Vosk raises
            raise ModelError("broken", f"语音识别模型打不开：{path}") from error
        return cls(model, model_rate(path), path)

    def session(self, rate: int, grammar: list[str] | None = None) -> "RecognitionSession":
        """Return a new session for PCM16 at `rate` Hz; only phrases of `grammar` are heard, if given.

        Raises RecogniserError for a rate outside 8000 to 48000 Hz.
        """
        if not MIN_RATE <= rate <= MAX_RATE:
            raise RecogniserError("bad_rate", f"语音识别不支持 {rate} Hz 的声音。")
        return RecognitionSession(self._recogniser(grammar), rate, self.rate)

    def knows(self, word: str) -> bool:
        """Return whether the model can hear `word` as one word."""
        return bool(self._model.vosk_model_find_word(word) >= 0)

    def _recogniser(self, grammar: list[str] | None) -> Any:
        import vosk

        arguments: list[Any] = [self._model, float(self.rate)]
        if grammar is not None:
            phrases = [" ".join(self._words(phrase)) for phrase in grammar]
            arguments.append(json.dumps([*phrases, "[unk]"], ensure_ascii=False))
        recogniser = vosk.KaldiRecognizer(*arguments)
        recogniser.SetWords(True)
        return recogniser

    def _words(self, phrase: str) -> list[str]:
        """Return `phrase` cut into the longest words that the model knows, without unknown characters."""
        rest, words = phrase.replace(" ", ""), []
        while rest:
            size = next((n for n in range(len(rest), 0, -1) if self.knows(rest[:n])), 0)
            if size:
                words.append(rest[:size])
            rest = rest[max(size, 1) :]
        return words


class RecognitionSession:
    """Hears one talk. Belongs to one thread at a time; decoding releases the interpreter's lock."""

    def __init__(self, recogniser: Any, rate: int, model_rate: int) -> None:
        self._recogniser = recogniser
        # Models without --allow-upsample refuse telephone sound, so the rate is always ours to change.
        self._resampler = Resampler(rate, model_rate) if rate != model_rate else None
        self._step = int(model_rate * _STEP_S) * 2
        self._tail = bytes(int(model_rate * _TAIL_S) * 2)
        self._odd = b""
        self._partial = ""

    def feed(self, pcm: bytes) -> list[Heard]:
        """Take PCM16 LE bytes and return what became known: changed partial texts and finished sentences.

        Raises RecogniserError when the decoder fails.
        """
        return self._decode(self._resampler.feed(pcm) if self._resampler else pcm)

    def finish(self) -> Heard | None:
        """End the sentence and return what is left of it, or None when nothing more was said."""
        rest = self._resampler.finish() if self._resampler else b""
        heard = [each for each in self._decode(rest + self._tail) if each.final]
        last = _final(self._recogniser.FinalResult())
        self._partial = ""
        return joined([*heard, last] if last else heard)

    def _decode(self, pcm: bytes) -> list[Heard]:
        pcm = self._odd + pcm
        even = len(pcm) // 2 * 2
        self._odd = pcm[even:]
        steps = (pcm[at : at + self._step] for at in range(0, even, self._step))
        return [heard for step in steps if (heard := self._step_heard(step[: len(step) // 2 * 2]))]

    def _step_heard(self, pcm: bytes) -> Heard | None:
        try:
            ended = self._recogniser.AcceptWaveform(pcm)
        except Exception as error:  # that's the class Vosk raises
            raise RecogniserError("decoder_failed", "语音识别出错了。") from error
        if ended:
            self._partial = ""
            return _final(self._recogniser.Result())
        text = _text(json.loads(self._recogniser.PartialResult())["partial"])
        if not text or text == self._partial:
            return None
        self._partial = text
        return Heard(text, final=False)


def joined(parts: list[Heard]) -> Heard | None:
    """Return several finished sentences as one, or None when there are none."""
    words = tuple(word for part in parts for word in part.words)
    text = "".join(part.text for part in parts)
    return Heard(text, True, _mean(words), words) if text else None


def transcribe(model: RecogniserModel, audio: Audio) -> Heard:
    """Return what a whole recording says; an empty text when nothing was said. Raises RecogniserError."""
    session = model.session(audio.rate)
    heard = [each for each in session.feed(audio.pcm) if each.final]
    last = session.finish()
    return joined([*heard, last] if last else heard) or Heard("", True)


def _final(result: str) -> Heard | None:
    fields = json.loads(result)
    words = tuple(
        HeardWord(word["word"], word["start"], word["end"], word["conf"]) for word in fields.get("result", ())
    )
    text = _text(fields.get("text", ""))
    return Heard(text, True, _mean(words), words) if text else None


def _text(words: str) -> str:
    """Return Vosk's blank-separated words as one text; what a grammar couldn't place is left out."""
    return words.replace("[unk]", "").replace(" ", "")


def _mean(words: tuple[HeardWord, ...]) -> float:
    return sum(word.confidence for word in words) / len(words) if words else 0.0
