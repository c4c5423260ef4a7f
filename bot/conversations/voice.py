"""The ears and the mouth of this process: one recogniser model, one pool of speakers, shared by all talks."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from speech.audio import Audio
from speech.corrections import Corrections
from speech.recogniser import RecogniserModel
from speech.synthesiser import Synthesiser
from speech.vad import SileroVad

Ears = Literal["on", "test-model", "off"]


@dataclass(frozen=True)
class Voice:
    """What sound needs. `model` is None when nothing can be heard, `mouth` when nothing can be spoken."""

    ears: Ears
    model: RecogniserModel | None
    model_path: Path | None
    vads: dict[int, SileroVad]  # by rate in Hz
    mouth: Synthesiser | None
    corrections: Corrections

    @property
    def speaks(self) -> bool:
        """Return whether answers can be spoken."""
        return self.mouth is not None

    def say(self, text: str, slow: bool = False, rate: int | None = None) -> Audio:
        """Return the sound of `text`, at `rate` Hz if given. Raises SynthesiserError."""
        assert self.mouth is not None  # asked for only where `speaks`
        return self.mouth.speak(text, slow=slow, rate=rate)
