"""Synthetic speech from the espeak-ng program, in many voices."""

import subprocess

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from speech.graph.lexicon import Segmenter, syllables

RATE = 16000  # Hz
HELD_OUT_VARIANTS = ("m3", "f4", "Annie", "Mike", "Gene2", "steph3")  # for measuring, never trained on
VARIANTS = (
    *[
        "m1",
        "m2",
        "m4",
        "m5",
        "m6",
        "m7",
        "m8",
        "f1",
        "f2",
        "f3",
        "f5",
        "klatt",
        "klatt2",
        "klatt3",
        "klatt4",
        "croak",
        "adam",
        "Alex",
        "Alicia",
        "Andrea",
        "Andy",
    ],
    *[
        "antonio",
        "aunty",
        "belinda",
        "benjamin",
        "boris",
        "caleb",
        "david",
        "Denis",
        "Diogo",
        "ed",
        "edward",
        "Gene",
        "Henrique",
        "Hugo",
        "iven",
    ],
    *[
        "iven3",
        "Jacky",
        "john",
        "kaukovalta",
        "Lee",
        "linda",
        "marcelo",
        "Marco",
        "Mario",
        "max",
        "michel",
        "miguel",
        "pablo",
        "paul",
    ],
    *[
        "pedro",
        "quincy",
        "rob",
        "robert",
        "steph",
        "steph2",
        "Storm",
        "Tweaky",
        "travis",
        "victor",
        "zac",
        "anika",
        "grandma",
        "grandpa",
    ],
    *["norbert", "RicishayMax", "shelby", "sandro"],
)
_VOICE = "cmn-latn-pinyin"  # eSpeak's `cmn` misreads tones; this one takes pinyin
_ESPEAK_RATE = 22050  # Hz; 22050 × 320 / 441 = 16000
_HEADER = 44  # bytes; the lengths in a streamed header are wrong, so it is skipped
_QUIET = 20  # of 32768: what counts as silence around the speech
_MARGIN = 400  # samples of it that are left


def say(pinyin: list[str], variant: str = "", speed: int = 180, pitch: int = 50) -> NDArray[np.int16]:
    """Return `pinyin` syllables (TONE3) as 16 kHz samples without the silence around them.

    `variant` is an eSpeak voice variant, `speed` in words a minute, `pitch` 0 to 99. Raises OSError when the
    program is missing, CalledProcessError when it fails.
    """
    voice = f"{_VOICE}+{variant}" if variant else _VOICE
    command = ["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "--stdout", " ".join(pinyin)]
    wave = subprocess.run(command, capture_output=True, check=True).stdout[_HEADER:]  # noqa: S603
    samples = np.frombuffer(wave[: len(wave) // 2 * 2], "<i2").astype(np.float32)
    speech = resample_poly(samples, 320, 441)
    loud = np.flatnonzero(np.abs(speech) > _QUIET)
    if not loud.size:
        return np.zeros(0, np.int16)
    speech = speech[max(0, loud[0] - _MARGIN) : loud[-1] + _MARGIN]
    return np.clip(speech, -32767, 32767).astype(np.int16)


def say_text(text: str, segmenter: Segmenter, variant: str = "", speed: int = 180) -> NDArray[np.int16]:
    """Return Chinese `text` as 16 kHz samples."""
    return say(syllables(segmenter.words(text)), variant, speed)
