"""What the ears and the mouth can't do: `code` for programs, `message` in Chinese for people."""


class SpeechError(Exception):
    """Something about sound or speech went wrong."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class AudioError(SpeechError):
    """A recording that can't be used."""


class RecogniserError(SpeechError):
    """The recogniser could not take the sound."""


class SynthesiserError(SpeechError):
    """No sound could be made of a text."""


class ModelError(SpeechError):
    """A model is missing, broken, or could not be downloaded."""


class CorrectionsError(SpeechError):
    """The list of misheard words can't be used."""
