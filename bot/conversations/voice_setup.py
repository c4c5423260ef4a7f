"""Finds and opens what sound needs, and goes on without what is missing."""

import logging
from pathlib import Path

from bot.conversations.calls.recorded_prompts import RecordedPrompts
from bot.conversations.voice import Ears, Voice
from bot.settings import Settings
from speech.corrections import Corrections
from speech.errors import SpeechError
from speech.graph.shelf import Shelf, identity
from speech.models import find_model
from speech.recogniser import RecogniserModel
from speech.synthesiser import Synthesiser
from speech.vad import SileroVad

log = logging.getLogger(__name__)

_FOR_PEOPLE = "vosk-model-*cn*"  # how the official Mandarin models are named; our own small one is not
_SHARED = Path("../shared/models")  # where a site may lay models for several checkouts
TEST_MODEL = Path(
    "tests/models/vosk-xiaozheng-cn"
)  # understands synthetic voices only, and is always labelled so


def build_voice(settings: Settings) -> Voice:
    """Return ears and mouth as far as this machine has them."""
    ears, path = find_ears(settings)
    model = _opened(settings, path)
    return Voice(
        ears=ears if model else "off",
        model=model,
        model_path=model.path if model else None,
        vads={8000: SileroVad(8000), 16000: SileroVad(16000)} if model else {},
        mouth=_mouth(settings),
        corrections=Corrections.load(settings.knowledge / "reference" / "corrections.yml"),
        recorded=RecordedPrompts(settings.var / "recorded-prompts"),
    )


def find_ears(settings: Settings) -> tuple[Ears, Path | None]:
    """Return which recogniser model to use and how good it is for people."""
    good = [*sorted(settings.models.glob(_FOR_PEOPLE)), *sorted(_SHARED.glob(_FOR_PEOPLE))]
    try:
        found = find_model(settings.vosk_model, good).path
        return ("test-model" if found.resolve() == TEST_MODEL.resolve() else "on"), found
    except SpeechError as error:
        if settings.vosk_model is not None:  # asked for by name: say why it isn't used
            log.warning("HOTLINE_VOSK_MODEL: %s", error.message)
    return ("test-model", TEST_MODEL) if TEST_MODEL.is_dir() else ("off", None)


def shelf(settings: Settings) -> Shelf:
    """Return where the models that follow the knowledge base lie."""
    return Shelf(settings.var / "vosk")


def _opened(settings: Settings, path: Path | None) -> RecogniserModel | None:
    if path is None:
        return None
    models = shelf(settings)
    name = models.current(identity(path))
    try:
        if name is not None:
            return models.open(name)
    except SpeechError as error:
        log.error("adapted recogniser model not usable: %s", error.message)
    try:
        return RecogniserModel.load(path)
    except SpeechError as error:
        log.error("recogniser model not usable: %s", error.message)
        return None


def _mouth(settings: Settings) -> Synthesiser | None:
    mouth = Synthesiser(
        workers=settings.speech_workers, cache_dir=settings.var / "speech-cache", rate=settings.speech_rate
    )
    try:
        mouth.warm_up()
    except SpeechError as error:
        log.error("no voice: %s", error.message)
        mouth.close()
        return None
    return mouth
