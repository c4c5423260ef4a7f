"""Brings the recogniser up to the active knowledge base: built, tried, and only then used."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.business.faq import KnowledgeBase
from bot.conversations.ears_trial import SAID, Comparison, compared
from bot.conversations.spoken_knowledge import (
    digest,
    general_sentences,
    knowledge_sentences,
    own_words,
)
from bot.conversations.voice_setup import find_ears, shelf
from bot.knowledge.reader import read
from bot.knowledge.releases import Releases
from bot.settings import Settings
from speech.errors import SpeechError
from speech.graph import GraphReport, adapt
from speech.graph.shelf import Shelf, identity

Tell = Callable[[str], None]

_VERSION = "1"  # raise it when the same knowledge base should give another graph
_NAMED = 40  # characters that are named when they can't be heard


@dataclass(frozen=True)
class _Texts:
    own: list[str]
    general: list[str]
    words: list[str]

    def digest(self) -> str:
        return digest([_VERSION, *self.own, *self.general, *self.words])


def update_ears(settings: Settings, tell: Tell) -> bool:
    """Make and publish a model for the active knowledge base unless it is there; return whether it is in use now.

    `tell` hears in Chinese what is done and how it ended. Raises KnowledgeError.
    """
    _, model = find_ears(settings)
    if model is None:
        return False
    try:
        return _updated(settings, model, shelf(settings), tell)
    except (SpeechError, OSError) as error:
        tell(
            f"语音识别没有更新：{error.message if isinstance(error, SpeechError) else error}。继续用原来的。"
        )
        return False


def _updated(settings: Settings, model: Path, models: Shelf, tell: Tell) -> bool:
    releases = Releases(settings.var / "releases", settings.knowledge, settings.region)
    texts = _texts(read(releases.active_folder(), settings.region))
    same = identity(model)
    name = f"{same}-{texts.digest()}"
    with models.working():
        current = models.current(same)
        if name == current or models.refused(name):
            return name == current
        tell(f"正在按知识库更新语音识别（{len(texts.own):,} 句）……")
        began = time.monotonic()
        report = adapt(model, texts.own, texts.general, models.path(name), texts.words)
        (models.path(name) / SAID).write_text("\n".join(texts.own), encoding="utf-8")
        checked = compared(settings, models.path(current) if current else model, models.path(name), texts.own)
        if checked is None or not checked.good:
            shutil.rmtree(models.path(name))
            models.refuse(name)
            tell(f"语音识别没有更新：{checked.told() if checked else '新的词图打不开'}，继续用原来的。")
            return False
        models.publish(name)
    tell(_result(report, len(texts.own), checked, time.monotonic() - began))
    return True


def _texts(base: KnowledgeBase) -> _Texts:
    return _Texts(knowledge_sentences(base), general_sentences(), own_words(base))


def _result(report: GraphReport, sentences: int, checked: Comparison, seconds: float) -> str:
    speeds = [f"{trial.real_time_factor:.3f}" for trial in (checked.before, checked.after)]
    unheard = f"；这个模型没有的字听不出：{report.unheard[:_NAMED]}" if report.unheard else ""
    return (
        f"语音识别已按新的知识库更新：{sentences:,} 句、{report.words:,} 个词；{checked.told()}{unheard}；"
        f"每秒声音要算 {speeds[0]} → {speeds[1]} 秒；用时 {seconds:.1f} 秒。新的通话马上使用，进行中的不受影响。"
    )
