"""How many calls this machine carries at once without making any of them wait: measured when the process starts."""

import os
import time

from bot.conversations.voice import Voice
from speech.audio import Audio
from speech.gate import SpeechGate

_SENTENCE = "您好，我想问一下，失业保险金最多可以领几个月？"
_RATE = 8000
_SPEAKS = 0.4  # of a call's time the caller speaks; only then the recogniser works
_OTHERWISE = 0.006  # of a core for a call: frames both ways, understanding, the store
_SHARE = 0.4  # of all cores for calls; the rest is for peaks, Rasa and the pages
_LEAST, _MOST = 2, 100


def measured_capacity(voice: Voice) -> int:
    """Return the number of calls; the least there is without ears or mouth. Takes about a tenth of a second."""
    if voice.model is None or not voice.speaks:
        return _LEAST
    sound = voice.say(_SENTENCE, rate=_RATE)
    cost = _share_of_core(voice, sound)
    return max(_LEAST, min(_MOST, int((os.cpu_count() or 1) * _SHARE / cost)))


def _share_of_core(voice: Voice, sound: Audio) -> float:
    """Return how much of a core one call needs, on average."""
    assert voice.model is not None  # asked for only where there are ears
    seconds = len(sound.pcm) / 2 / _RATE
    began = time.perf_counter()
    for _ in SpeechGate(voice.vads[_RATE]).feed(sound.pcm):
        pass
    looked = time.perf_counter()
    session = voice.model.session(_RATE)
    session.feed(sound.pcm)
    session.finish()
    heard = time.perf_counter()
    return (looked - began) / seconds + _SPEAKS * (heard - looked) / seconds + _OTHERWISE
