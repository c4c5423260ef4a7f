"""The ears and the mouth of this process: one recogniser model, one pool of speakers, shared by all talks."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.business.calls.events import Say
from bot.conversations.calls.recorded_prompts import RecordedPrompts
from speech.audio import Audio
from speech.corrections import Corrections
from speech.recogniser import RecogniserModel
from speech.sentences import sentences
from speech.synthesiser import Synthesiser
from speech.vad import SileroVad

Ears = Literal["on", "test-model", "off"]


@dataclass
class Voice:
    """What sound needs. `model` is None when nothing can be heard, `mouth` when nothing can be spoken.

    `model` changes when the knowledge base does: a talk takes it once, when it begins.
    """

    ears: Ears
    model: RecogniserModel | None
    model_path: Path | None
    vads: dict[int, SileroVad]  # by rate in Hz
    mouth: Synthesiser | None
    corrections: Corrections
    recorded: RecordedPrompts

    @property
    def speaks(self) -> bool:
        """Return whether answers can be spoken."""
        return self.mouth is not None

    def say(self, text: str, slow: bool = False, rate: int | None = None) -> Audio:
        """Return the sound of `text`, at `rate` Hz if given. Raises SynthesiserError."""
        assert self.mouth is not None  # asked for only where `speaks`
        return self.mouth.speak(text, slow=slow, rate=rate)

    def sounds(self, what: Say, rate: int) -> Iterator[Audio]:
        """Yield what callers hear of `what` at `rate` Hz: a person's recording, or sentence by sentence what is made.

        Making blocks. Raises SynthesiserError; nothing comes where there is neither.
        """
        recording = self.recorded.find(what, rate)
        if recording is not None:
            yield recording
        elif self.speaks:
            for sentence in sentences(what.text):
                yield self.say(sentence, what.slow, rate)
