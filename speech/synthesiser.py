"""Text to speech: readings, cache and a pool of pyttsx3 processes, in one thread-safe call."""

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from speech.audio import Audio, resample
from speech.errors import SynthesiserError
from speech.pinyin import to_pinyin
from speech.sentences import sentences
from speech.sound_cache import SoundCache
from speech.spoken import to_spoken
from speech.synth_pool import SynthPool

__all__ = ["Synthesiser", "sentences"]

RATE = 22050  # Hz, what eSpeak gives
_GREETING = "您好"
_VERSION = "3"  # part of every cache key; raise it when the same pinyin should sound different
_SLOW = 0.7  # of the usual rate, for numbers that somebody writes down
_SPACE = 500_000_000  # bytes; all prompts and answers of November 2026 at two rates are 936 sounds, 123 MB


class Synthesiser:
    """Speaks with `workers` processes. `rate`: words a minute; `cache_bytes`: space for finished sounds."""

    def __init__(
        self,
        workers: int,
        cache_dir: Path,
        voice: str = "cmn-latn-pinyin",
        rate: int = 200,
        cache_bytes: int = _SPACE,
    ) -> None:
        self._voice, self._rate = voice, rate
        self._cache = SoundCache(cache_dir, cache_bytes)
        self._pool = SynthPool(workers, voice)

    def speak(self, text: str, slow: bool = False, rate: int | None = None) -> Audio:
        """Return the sound of `text`, which may be written with digits, dates and markup; PCM16 at `rate` or 22050 Hz.

        Blocks; any number of threads may call it. What can't be pronounced gives an empty Audio.
        Raises SynthesiserError when neither the processes nor the espeak-ng program could speak.
        """
        wpm = round(self._rate * _SLOW) if slow else self._rate
        made = rate or RATE
        sounds = [self._sentence(sentence, wpm, made) for sentence in sentences(to_spoken(text))]
        return Audio(b"".join(sound.pcm for sound in sounds), made)

    def warm_up(self) -> None:
        """Start all processes and speak once. Raises SynthesiserError when there is no voice."""
        with suppress(SynthesiserError):  # the espeak-ng program may still speak
            self._pool.start()
        self._pool.make(self._reading(_GREETING), self._rate)

    def voice_ok(self) -> bool:
        """Return whether the voice can be heard right now; nothing is taken from the cache."""
        try:
            return bool(self._pool.make(self._reading(_GREETING), self._rate).pcm)
        except SynthesiserError:
            return False

    def close(self) -> None:
        """End the processes."""
        self._pool.close()

    def _sentence(self, sentence: str, wpm: int, rate: int) -> Audio:
        """Return the sound of one sentence, from the cache if it was spoken before.

        Each rate is kept by itself: a line that waits for an answer shouldn't also wait for a filter.
        """
        reading = self._reading(sentence)
        if not reading:
            return Audio(b"", rate)
        key = hashlib.sha256(json.dumps([_VERSION, self._voice, wpm, rate, reading]).encode()).hexdigest()
        known = self._cache.get(key)
        if known is not None:
            return known
        return self._cache.put(key, resample(self._pool.make(reading, wpm), rate))

    def _reading(self, sentence: str) -> str:
        """Return what the engine is given: pinyin, or the text itself for a voice that reads characters."""
        return to_pinyin(sentence) if self._voice.endswith("pinyin") else sentence
