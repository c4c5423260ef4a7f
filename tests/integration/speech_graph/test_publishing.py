"""Publishing a knowledge base changes what a running process hears, and a bad graph changes nothing."""

import asyncio
import gc
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversations import ears_update
from bot.conversations.ears_follow import followed_ears
from bot.conversations.ears_update import update_ears
from bot.conversations.voice import Voice
from bot.conversations.voice_setup import build_voice, shelf
from bot.settings import Settings
from speech.audio import Audio, resample
from speech.graph import adapt
from speech.recogniser import RecogniserModel, transcribe

MODEL = Path("tests/models/vosk-xiaozheng-cn").absolute()
OLD, NEW = "失业金最多领几个月", "益康保失业以后还能领吗"
QUESTIONS = "    questions:\n"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return the settings of a site with a small knowledge base of its own."""
    knowledge = tmp_path / "data"
    (knowledge / "faq").mkdir(parents=True)
    shutil.copy("data/faq/unemployment.yml", knowledge / "faq")
    for folder in ("regions", "reference"):
        shutil.copytree(f"data/{folder}", knowledge / folder)
    (knowledge / "reference/openings.yml").unlink()  # it names topics of other files
    return Settings(var=tmp_path / "var", knowledge=knowledge, vosk_model=MODEL, speech_workers=1)


@pytest.fixture
def voice(settings: Settings) -> Iterator[Voice]:
    built = build_voice(settings)
    yield built
    assert built.mouth is not None
    built.mouth.close()


def add(settings: Settings, question: str) -> None:
    """Add a question to the first topic, as an admin would."""
    file = settings.knowledge / "faq/unemployment.yml"
    text = file.read_text(encoding="utf-8")
    assert QUESTIONS in text
    file.write_text(text.replace(QUESTIONS, f"{QUESTIONS}      - {question}\n", 1), encoding="utf-8")


def spoken(voice: Voice, text: str) -> Audio:
    return resample(voice.say(text), 16000)


def model_of(voice: Voice) -> RecogniserModel:
    assert voice.model is not None
    return voice.model


def test_a_running_voice_hears_a_new_term_after_publishing_and_not_before(
    settings: Settings, voice: Voice
) -> None:
    asyncio.run(asyncio.wait_for(_published_while_running(settings, voice), 120))


async def _published_while_running(settings: Settings, voice: Voice) -> None:
    sound, told = spoken(voice, NEW), list[str]()
    plain = model_of(voice)
    assert plain.path == MODEL
    assert "益康保" not in transcribe(plain, sound).text
    talk = plain.session(16000)  # a call that began before
    talk.feed(sound.pcm[: len(sound.pcm) // 4 * 2])
    add(settings, NEW)
    async with followed_ears(settings, voice, look_s=0.05):
        assert await asyncio.to_thread(update_ears, settings, told.append)
        await asyncio.to_thread(wait_for_another, voice, plain)
    assert transcribe(model_of(voice), sound).text == NEW
    assert transcribe(model_of(voice), spoken(voice, OLD)).text == OLD
    talk.feed(sound.pcm[len(sound.pcm) // 4 * 2 :])
    finished = talk.finish()
    assert finished is not None, "the running call goes on with its own model"
    assert told[-1].startswith("语音识别已按新的知识库更新：")


def wait_for_another(voice: Voice, model: RecogniserModel) -> None:
    while voice.model is model:
        time.sleep(0.05)


def test_the_one_in_use_is_kept_and_old_ones_go(settings: Settings) -> None:
    models, told = shelf(settings), list[str]()
    assert update_ears(settings, told.append)
    (first,) = folders(settings)
    used = models.open(first.name)
    add(settings, NEW)
    assert update_ears(settings, told.append)
    assert first in folders(settings)
    assert len(folders(settings)) == 2
    del used
    gc.collect()
    add(settings, "暖瓯计划和失业金能一起领吗")
    assert update_ears(settings, told.append)
    assert first not in folders(settings)
    assert len(folders(settings)) == 1
    before = len(told)
    assert update_ears(settings, told.append)
    assert len(told) == before, "nothing is done twice"


def test_a_changed_file_is_never_opened(settings: Settings) -> None:
    assert update_ears(settings, lambda _: None)
    (folder,) = folders(settings)
    file = folder / "graph/Gr.fst"
    file.write_bytes(file.read_bytes()[:-16] + bytes(16))  # as long as before, with a wrong arc
    voice = build_voice(settings)
    assert voice.model_path == MODEL
    assert voice.mouth is not None
    voice.mouth.close()


def spoil_boundaries(folder: Path) -> None:
    file = folder / "graph/phones/word_boundary.int"
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:20]))  # libvosk ends the process


def spoil_grammar(folder: Path) -> None:
    file = folder / "graph/Gr.fst"
    file.write_bytes(file.read_bytes()[:5000])


@pytest.mark.parametrize("spoil", [spoil_boundaries, spoil_grammar])
def test_a_broken_graph_is_refused_and_the_old_one_kept(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, spoil
) -> None:
    told: list[str] = []
    assert update_ears(settings, told.append)
    kept = folders(settings)
    add(settings, NEW)

    def broken(model: Path, own, general, out: Path, words):
        report = adapt(model, own, general, out, words)
        spoil(out)
        return report

    monkeypatch.setattr(ears_update, "adapt", broken)
    assert not update_ears(settings, told.append)
    assert "没有更新" in told[-1]
    assert folders(settings) == kept
    voice = build_voice(settings)
    assert voice.model_path == kept[0]
    assert voice.mouth is not None
    voice.mouth.close()


def test_a_graph_that_hears_less_is_refused_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def poor(model: Path, own, general, out: Path, words):
        return adapt(model, ["今天天气很好"], [], out, words)

    monkeypatch.setattr(ears_update, "adapt", poor)
    assert not update_ears(settings, told.append)
    assert "继续用原来的" in told[-1]
    assert "错字" in told[-1]
    assert folders(settings) == []
    tried = len(told)
    assert not update_ears(settings, told.append)
    assert len(told) == tried


def folders(settings: Settings) -> list[Path]:
    return sorted(path for path in (settings.var / "vosk").iterdir() if path.is_dir())
